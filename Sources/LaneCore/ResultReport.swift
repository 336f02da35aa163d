/// What a runtime says about its end, as a report or in `LANE_RESULT_FILE`.
public struct ResultReport: Equatable, Sendable {
    /// How it ended.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        case ok
        case error
        case cancelled
    }

    /// How it ended.
    public var status: Status
    /// Its answer, or what went wrong.
    public var text: String?
    /// What kind of error it was, such as `rate_limited`.
    public var errorClass: String?

    /// Creates a result without text.
    public init(status: Status) {
        self.status = status
    }
}
