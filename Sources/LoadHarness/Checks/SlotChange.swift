import Protocol

/// A change of what a run holds, at a place in the order of one source.
struct SlotChange {
    /// What changes; at one place in this order, because the end of a run makes room for the next.
    enum Kind: Int {
        case ended
        /// It waits for a person, and gives its permit back.
        case released
        /// It goes on, and has its permit again.
        case retaken
        case started
    }

    /// A sequence number or nanoseconds of civil time.
    let place: Int64
    let kind: Kind
    let run: RunID
    let lane: LaneID
    let missionClass: MissionClass
    /// False where it is not known when it holds a permit.
    var holdsPermit = true

    /// A later change of the same run.
    func followed(by kind: Kind, at place: Int64) -> SlotChange {
        SlotChange(
            place: place,
            kind: kind,
            run: run,
            lane: lane,
            missionClass: missionClass,
            holdsPermit: holdsPermit
        )
    }
}
