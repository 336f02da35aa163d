import Protocol

/// The lanes that may take a mission over from the one it is on, in the order of choice, and what
/// keeps each from doing so.
///
/// The envelope's own list, else that of the lane the mission was on first; never a lane that it has
/// left by fallback, so that no mission goes round in circles: after at most as many moves as the
/// list has lanes, nothing is left.
struct FallbackChain: Equatable {
    /// A lane of the list.
    struct Link: Equatable {
        let lane: LaneID
        /// What is in the way; nil if it takes the mission now.
        let obstacle: ControlError?
        /// True if waiting does not help: the lane lacks a capability, or is not configured.
        let isUnfit: Bool
    }

    /// What a mission whose attempt has ended may hope for.
    enum Offer: Equatable {
        /// No lane of the list can ever take it.
        case nothing
        /// One can, but none does now.
        case later
        /// One does.
        case now
    }

    /// In the order of choice.
    let links: [Link]

    /// The first lane that takes the mission now; nil if none does.
    var next: LaneID? { links.first { $0.obstacle == nil }?.lane }

    /// What the chain as a whole has to offer.
    var offer: Offer {
        if next != nil { return .now }
        return links.contains { !$0.isUnfit } ? .later : .nothing
    }

    /// What is in the way of each lane that does not take the mission, for a person; empty if there is
    /// no such lane.
    var obstacles: String {
        links.compactMap { link in link.obstacle.map(\.message) }.joined(separator: "; ")
    }
}
