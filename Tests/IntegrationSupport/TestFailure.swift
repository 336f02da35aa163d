/// Why a test cannot go on.
public struct TestFailure: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String

    /// Says why.
    public init(_ description: String) {
        self.description = description
    }
}
