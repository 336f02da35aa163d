import Protocol

/// Submits that were refused for one reason.
struct Refusal: Equatable, Sendable {
    let reason: ReasonCode
    /// What the first of them said.
    let message: String
    var count: Int
}
