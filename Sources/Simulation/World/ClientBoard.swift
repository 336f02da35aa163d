import ControlPlane
import DataStructures
import Protocol

/// Everything the clients remember.
struct ClientBoard {
    /// A mission somebody wants to have done, from the first try to its acknowledgement.
    struct Submission {
        var envelope: MissionEnvelope
        /// Its name, once it was acknowledged.
        var missionID: MissionID?
        /// True while an answer is awaited.
        var isPending = false
        /// True once it was refused for good.
        var isRefused = false
    }

    /// A request that has no answer yet.
    struct Request {
        let client: ClientID
        let command: ControlCommand
        /// The submissions that it carries.
        var submissions: [Int] = []
        /// The copy from inside which it is sent; nil for most.
        var parentID: MissionID?
        /// True if a conflict is expected.
        var isConflicting = false
        /// True once the supervisor's shell has it.
        var isDelivered = false
    }

    var submissions: [Submission] = []
    /// Submissions that are neither acknowledged nor refused nor under way.
    var unsent: [Int] = []
    /// Missions that were acknowledged, oldest first.
    var acknowledged: [MissionID] = []
    /// By request number; nil once answered or given up.
    var requests: [Request?] = []
    var lastClient: UInt64 = 0

    mutating func newClient() -> ClientID {
        lastClient += 1
        return ClientID(lastClient)
    }
}
