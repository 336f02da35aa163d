import ControlPlane
import Protocol
import System

/// A step of a lane's recovery that has failed and is tried again, ever less often.
struct RecoveryRetry {
    /// What has failed for this long is told to the operator.
    static let patience = Interval.seconds(30)
    /// The longest wait after an error.
    static let waitMax = Interval.seconds(10)
    /// The longest wait for another process, which needs nobody to mend anything.
    static let processWaitMax = Interval.seconds(1)

    /// When to try again.
    private(set) var nextAt: MonotonicTime
    private let beganAt: MonotonicTime
    private var wait = Interval.milliseconds(5)
    private var problem = ""
    private var isTold = false

    /// Begins with the first failure, which `failed` notes.
    init(at now: MonotonicTime) {
        beganAt = now
        nextAt = now
    }

    /// Notes a failure.
    ///
    /// - Returns: True if it is another one than the last, and worth a line.
    mutating func failed(
        _ problem: String,
        at now: MonotonicTime,
        waitMax: Interval = Self.waitMax
    ) -> Bool {
        defer { self.problem = problem }
        nextAt = now + wait
        wait = min(wait * 2, waitMax)
        return problem != self.problem
    }

    /// Returns what to tell the core, once, when it has taken too long.
    mutating func stall(of lane: LaneID, at now: MonotonicTime) -> Event? {
        guard !isTold, now.since(beganAt) >= Self.patience else { return nil }
        isTold = true
        return .recoveryStalled(lane, problem: problem)
    }
}
