import DataStructures
import Protocol

/// Of which class missions are: by what the client sent, and by the ledger for what it did not send.
struct ClassTable {
    private var classes = LookupTable<MissionID, MissionClass>()

    init(_ evidence: Evidence) {
        for mission in evidence.missions { classes[mission.missionID] = mission.missionClass }
        for submission in evidence.submissions {
            classes[submission.missionID] = submission.missionClass
        }
    }

    /// The class of a mission; nil if nobody knows it.
    subscript(mission: MissionID) -> MissionClass? { classes[mission] }
}
