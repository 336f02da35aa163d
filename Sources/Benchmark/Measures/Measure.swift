import Harness

/// Something that is measured a number of times.
protocol Measure {
    /// Measures once, on processes of its own.
    ///
    /// - Returns: The same figures in the same order at each call.
    /// - Throws: `HarnessError`; no process and no folder is left.
    func run(_ bench: Workbench) throws(HarnessError) -> [Figure]
}
