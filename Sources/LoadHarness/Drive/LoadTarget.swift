import Harness
import Protocol
import System

/// An instance that is put under load, as far as those need to know it that harm it and look at
/// what is left.
protocol LoadTarget: AnyObject {
    /// Everything that the harness itself writes about it.
    var folder: String { get }
    /// False for one that somebody else runs: it is not harmed.
    var isOwn: Bool { get }
    /// Its lanes and pools.
    var quotas: Quotas { get }
    /// The control socket.
    var controlSocket: String { get }
    /// The state folder.
    var stateFolder: String { get }
    /// The ledger.
    var ledgerPath: String { get }
    /// Where runs append what becomes of them.
    var effectsPath: String { get }
    /// The supervisor that was started last, be it alive or not; nil of somebody else's instance.
    var supervisor: ProcessHandle? { get }

    /// Why the state folder is no small file system though it was to be one; nil without a reason.
    var volumeObstacle: String? { get }

    /// Returns if the supervisor lives.
    ///
    /// - Throws: `HarnessError` with how it ended and what it said last.
    func checkAlive() throws(HarnessError)

    /// Starts a supervisor in the place of one that has ended, and does not wait for it.
    ///
    /// - Parameter descriptorLimit: The hard limit of its open descriptors; nil for the harness's
    ///   own.
    /// - Throws: `HarnessError` if there is no such program, or no process can be started.
    func start(descriptorLimit: UInt64?) throws(HarnessError)
}

extension LoadTarget {
    /// A lane by its number in the plan, from 0; nil if there are fewer.
    func lane(_ number: Int) -> Quotas.Lane? {
        quotas.lanes.indices.contains(number) ? quotas.lanes[number] : nil
    }

    /// Where the state of a lane is.
    func folder(of lane: LaneID) -> String { "\(stateFolder)/lanes/\(lane)" }
}
