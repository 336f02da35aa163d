import Protocol

/// What the supervisor said of itself at one instant, and what the kernel said of the supervisor.
struct LoadSample: Equatable, Sendable {
    struct Pool: Equatable, Sendable {
        let name: String
        let status: PoolStatus
        let grantedSlotCount: Int
        let usedSlotCount: Int
    }

    let at: WallTime
    /// Missions that wait, by class in the order of `MissionClass.allCases`, of all lanes.
    let queuedCounts: [Int]
    /// Runs of each lane, in the order of the quotas.
    let runCounts: [Int]
    /// In the order of the quotas.
    let pools: [Pool]
    /// Of the supervisor; nil where it could not be read.
    let residentKiB: UInt64?
    let descriptorCount: Int?
    /// Size of the state folder's ledger with its log, in bytes; nil where it could not be read.
    let ledgerByteCount: UInt64?
}
