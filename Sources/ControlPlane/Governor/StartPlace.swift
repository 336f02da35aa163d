import Protocol

/// Where a mission stands among those that it is weighed against, of all lanes of a group: lower
/// starts first.
///
/// Only places of one kind are compared.
enum StartPlace: Comparable, Hashable, Sendable {
    /// The earliest deadline first, what is late already behind what is not, then age.
    case deadline(lateness: UInt8, nanoseconds: Int64, order: UInt64)
    /// The source whose turn it is, then age.
    case turn(FairShare.Turn, order: UInt64)
    /// Age alone.
    case age(order: UInt64)

    /// The place of a mission of class `deadline`.
    init(deadlineOf mission: MissionMachine) {
        self = .deadline(
            lateness: mission.state.isLate ? 1 : 0,
            nanoseconds: mission.envelope.deadlineAt?.nanoseconds ?? .max,
            order: mission.order
        )
    }
}
