public import Protocol

/// Where committed writes are kept and read back: the supervisor's file, or the simulation's memory.
///
/// `Tests/LedgerConformance` says what both must do; what a store refuses, it refuses whole.
public protocol LedgerStore {
    /// Why a write was refused or a row could not be read.
    associatedtype Failure: Error

    /// Makes every write durable, in order, in one transaction, or none.
    ///
    /// - Parameter writes: May be empty, and then nothing happens.
    /// - Throws: For a write that the ledger forbids: a terminal mission changed, an ended attempt
    ///   given another outcome, a second open attempt of a mission, a fence that does not rise, an
    ///   event that is not the next one, a lane, mission or attempt that does not exist. None of
    ///   `writes` is in the ledger then.
    mutating func commit(_ writes: [LedgerWrite]) throws(Failure)

    /// Finds what is known under the key, else under the id, of an envelope that is submitted.
    ///
    /// - Returns: Nil if neither is known.
    func known(for envelope: MissionEnvelope) throws(Failure) -> KnownMission?

    /// Reads a mission with its attempts, oldest first.
    ///
    /// - Returns: Nil if there is none, or no more.
    func mission(_ missionID: MissionID) throws(Failure) -> MissionView?

    /// Reads what a worker is sent: the envelope with its objective.
    ///
    /// - Returns: Nil if there is no such mission, or no more.
    func launchMaterial(_ missionID: MissionID) throws(Failure) -> MissionEnvelope?

    /// Reads events in their order.
    ///
    /// - Parameters:
    ///   - sequence: Only those after this one.
    ///   - limit: At most this many, 1 or more.
    /// - Returns: The events; fewer than `limit` if there are no more.
    /// - Throws: If a row cannot be read.
    func events(after sequence: UInt64, limit: Int) throws(Failure) -> [EventRecord]
}
