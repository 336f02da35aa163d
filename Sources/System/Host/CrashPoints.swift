/// Named points of a program at which a test makes it die as if it were killed.
///
/// `LANEKEEPER_CRASH_AT=name:n` ends the process at the n-th passing of the point `name`, with
/// nothing flushed and no handler run. Without the variable a passing costs one comparison.
public enum CrashPoints {
    /// The variable that names the point.
    public static let environmentKey = "LANEKEEPER_CRASH_AT"

    /// What the exit status of a process that died so is: that of a shell after SIGKILL.
    public static let exitCode: Int32 = 137

    /// What the variable asks for.
    struct Plan: Equatable {
        /// The point.
        var name: String
        /// Passings that are still survived, and the one that is not.
        var remainingCount: Int

        /// Reads `name:n`; nil unless n is at least 1.
        init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":"),
                let count = Int(text[text.index(after: colon)...]), count > 0
            else { return nil }
            name = String(text[..<colon])
            remainingCount = count
        }

        /// Counts a passing; true if it is the one that ends the process.
        mutating func isLast(at point: String) -> Bool {
            guard point == name, remainingCount > 0 else { return false }
            remainingCount -= 1
            return remainingCount == 0
        }
    }

    // One thread owns all state of a program, so nobody else passes a point meanwhile.
    nonisolated(unsafe) private static var plan =
        Environment.value(of: environmentKey).flatMap { Plan($0) }

    /// Ends the process if this is the passing that the environment asks for.
    ///
    /// - Parameter name: `<program>.<moment>`, for example `worker.outboxWritten`.
    public static func pass(_ name: StaticString) {
        guard plan != nil, plan?.isLast(at: name.description) == true else { return }
        CurrentProcess.exitAtOnce(exitCode)
    }
}
