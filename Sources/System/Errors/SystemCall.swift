/// Turns the results of CLinux into values and errors.
enum SystemCall {
    /// Returns the result of a call, or throws the error that a negative result stands for.
    @discardableResult
    @inline(__always)
    static func check<Result: FixedWidthInteger & SignedInteger>(
        _ call: StaticString,
        _ object: @autoclosure () -> String?,
        _ result: Result
    ) throws(SystemError) -> Result {
        guard result < 0 else { return result }
        throw SystemError(
            call: "\(call)",
            object: object(),
            errno: Errno(rawValue: Int32(truncatingIfNeeded: 0 - result))
        )
    }
}
