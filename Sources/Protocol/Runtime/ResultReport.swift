/// What a runtime says about its end, as a report or in `LANE_RESULT_FILE`.
public struct ResultReport: Equatable, Sendable {
    /// The most bytes of `LANE_RESULT_FILE`.
    public static let fileByteCountMax = 64 * 1024

    /// How it ended.
    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// The work is done.
        case ok
        /// It is not.
        case error
        /// The runtime was told to stop.
        case cancelled
    }

    /// How it ended.
    public var status: Status
    /// Its answer, or what went wrong; at most 4 KiB, longer ones are cut.
    public var text: String?
    /// What kind of error it was, such as `rate_limited`.
    public var errorClass: String?

    /// Creates a result without text.
    public init(status: Status) {
        self.status = status
    }
}
