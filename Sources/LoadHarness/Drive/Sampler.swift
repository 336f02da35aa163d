import Harness
import Protocol
import System

/// Asks the supervisor and the kernel how it is, again and again.
///
/// A supervisor that does not answer is not asked more often: the gap in the samples shows it.
struct Sampler {
    /// The time between two samples.
    static let period = Interval.milliseconds(200)
    /// A question that is older than this was lost with its connection.
    private static let patience = Interval.seconds(2)

    private let quotas: Quotas
    private let ledgerPath: String
    /// Oldest first.
    private(set) var samples: [LoadSample] = []
    /// What the supervisor said last.
    private(set) var status: SupervisorStatus?
    private var askedAt: MonotonicTime?
    private var nextAt = MonotonicTime(nanoseconds: 0)

    init(_ quotas: Quotas, ledgerPath: String) {
        self.quotas = quotas
        self.ledgerPath = ledgerPath
    }

    /// When `advance` has something to do.
    var nextDeadline: MonotonicTime { nextAt }

    /// Asks if it is time to.
    ///
    /// - Parameters:
    ///   - now: Boot time.
    ///   - ask: Asks the supervisor.
    /// - Throws: What `ask` throws.
    mutating func advance(
        to now: MonotonicTime,
        _ ask: (ControlCommand, LoadConnection.Subject) throws(HarnessError) -> Void
    ) throws(HarnessError) {
        guard now >= nextAt else { return }
        nextAt = now + Self.period
        if let askedAt, now < askedAt + Self.patience { return }
        askedAt = now
        status = nil
        try ask(.supervisorStatus, .status)
        try ask(.poolList, .pools)
    }

    /// Takes the answer to the first question.
    mutating func take(_ status: SupervisorStatus) {
        self.status = status
    }

    /// Takes the answer to the second question, which completes a sample.
    ///
    /// - Parameters:
    ///   - pools: What the supervisor said.
    ///   - time: When.
    /// - Returns: True if a sample was added.
    mutating func take(_ pools: [PoolView], at time: WallTime) -> Bool {
        guard askedAt != nil, let status else { return false }
        askedAt = nil
        samples.append(sample(status, pools, at: time))
        return true
    }

    private func sample(
        _ status: SupervisorStatus,
        _ pools: [PoolView],
        at time: WallTime
    ) -> LoadSample {
        var queued = [Int](repeating: 0, count: MissionClass.allCases.count)
        for lane in status.lanes {
            for (index, count) in lane.queuedCounts.enumerated() where index < queued.count {
                queued[index] += count
            }
        }
        let process = ProcessFigures(of: status.pid)
        return LoadSample(
            at: time,
            queuedCounts: queued,
            runCounts: quotas.lanes.map { lane in
                status.lanes.first { $0.record.vpID == lane.id }?.runs.count ?? 0
            },
            pools: quotas.pools.compactMap { quota in
                pools.first { $0.record.name == quota.name }.map(Self.pool)
            },
            residentKiB: process.residentKiB,
            descriptorCount: process.descriptorCount,
            ledgerByteCount: ledgerByteCount()
        )
    }

    private static func pool(_ view: PoolView) -> LoadSample.Pool {
        LoadSample.Pool(
            name: view.record.name,
            status: view.record.status,
            grantedSlotCount: view.grantedSlotCount,
            usedSlotCount: view.usedSlotCount
        )
    }

    private func ledgerByteCount() -> UInt64? {
        let sizes = [ledgerPath, "\(ledgerPath)-wal"].compactMap { path in
            BestEffort.attempt { () throws(SystemError) in
                try Files.information(path)?.byteCount
            } ?? nil
        }
        return sizes.isEmpty ? nil : UInt64(sizes.reduce(0, +))
    }
}
