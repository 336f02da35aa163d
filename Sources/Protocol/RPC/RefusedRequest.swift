/// A line that is no request we know, and the answer to it.
public struct RefusedRequest: Error, Equatable, Sendable {
    /// The id of the request, if it could be read.
    public var id: RequestID?
    /// Why it is refused.
    public var error: ControlError

    /// Describes a refusal.
    public init(id: RequestID?, error: ControlError) {
        self.id = id
        self.error = error
    }

    /// The answer's line, with its line feed.
    public func encoded() -> [UInt8] {
        FrameText.failure(id, error)
    }
}
