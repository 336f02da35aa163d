import DataStructures
import Protocol

/// What a lane has on disk and on the machine, whoever lives.
struct LaneSite {
    let id: LaneID
    /// Durable results.
    var outbox = OrderedTable<RunID, RunResult>()
    /// The living worker; the last one started.
    var worker: Int?
    /// The supervisor's connection.
    var link: Int?
    /// True while the supervisor itself holds the lane's lock.
    var isLockHeldBySupervisor = false
    /// How many of the next workers die before they say hello.
    var cursedStartCount = 0
}
