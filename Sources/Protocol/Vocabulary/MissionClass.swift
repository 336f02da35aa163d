/// How urgent a mission is.
///
/// A mission that names no class is `background`.
public enum MissionClass: String, CaseIterable, Hashable, Sendable {
    /// Somebody is waiting: before everything else, and one slot of a lane is kept for it.
    case interactive
    /// Due at a given time: the earliest first.
    case deadline
    /// Whenever there is room.
    case background

    /// The order in which classes start: 0 first.
    public var rank: Int {
        switch self {
        case .interactive: 0
        case .deadline: 1
        case .background: 2
        }
    }
}
