/// Compares sources and says what should not be.
///
/// Pure: the same evidence gives the same findings in the same order.
protocol Check {
    /// Which invariant it is about.
    static var invariant: Invariant { get }

    /// Looks at everything.
    static func examine(_ evidence: Evidence, _ bounds: Bounds) -> CheckResult
}

extension Check {
    /// Something that this check is about.
    ///
    /// - Parameters:
    ///   - object: The mission, run, lane, pool or process.
    ///   - message: What was seen where, in one line.
    /// - Returns: A finding of its invariant.
    static func finding(_ object: some CustomStringConvertible, _ message: String) -> Finding {
        Finding(invariant: invariant, object: "\(object)", message: message)
    }
}
