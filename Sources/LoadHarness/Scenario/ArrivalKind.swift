/// The ways in which missions can arrive, as `arrival.kind` and `--arrival` name them.
enum ArrivalKind: String, CaseIterable, Hashable, Sendable {
    /// At random, an open loop.
    case poisson
    /// Many at once, again and again.
    case burst
    /// The next when one has ended, a closed loop.
    case closed
}
