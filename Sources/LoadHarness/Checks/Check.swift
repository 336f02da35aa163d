/// Compares sources and says what should not be.
///
/// Pure: the same evidence gives the same findings in the same order.
protocol Check {
    /// Which invariant it is about.
    static var invariant: Invariant { get }

    /// Looks at everything.
    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult
}
