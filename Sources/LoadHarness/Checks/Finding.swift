/// One thing that should not be.
struct Finding: Equatable, Sendable {
    let invariant: Invariant
    /// The mission, run, lane, pool or process.
    let object: String
    /// What was seen where, in one line.
    let message: String
}
