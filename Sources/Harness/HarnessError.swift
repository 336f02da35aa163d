/// Why a harness cannot go on: one line.
package struct HarnessError: Error, CustomStringConvertible {
    /// The line, in lower case, without a full stop.
    package let description: String

    /// Creates one from its line.
    package init(_ description: String) {
        self.description = description
    }

    /// Runs `body` and turns what it throws into a line.
    ///
    /// - Returns: What it returns.
    /// - Throws: `HarnessError` with the description of what it throws.
    package static func describing<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) throws(HarnessError) -> Value {
        do throws(Failure) {
            return try body()
        } catch {
            throw HarnessError("\(error)")
        }
    }
}
