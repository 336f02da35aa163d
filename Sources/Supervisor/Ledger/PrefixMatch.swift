import Protocol

/// What a prefix of a mission id stands for.
enum PrefixMatch: Equatable {
    /// Nothing.
    case none
    /// This mission.
    case unique(MissionID)
    /// So many missions; 100 stands for 100 or more.
    case ambiguous(Int)
}
