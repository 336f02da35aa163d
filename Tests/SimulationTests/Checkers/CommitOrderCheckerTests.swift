import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class CommitOrderCheckerTests: XCTestCase {
    func testCommitAfterAnEffectIsReported() {
        var history = History(CommitOrderChecker())
        history.tell(.turnBegan(Sample.instant(1)))
        history.tell(.performed(.probeWorker(Sample.lane)))

        history.tellBroken(.committed([.saveLane(Sample.record())]))
    }

    func testSpawnOfUnwrittenGenerationIsReported() {
        var history = History(CommitOrderChecker())
        history.tell(.turnBegan(Sample.instant(1)))
        history.tell(.committed([.saveLane(Sample.record(generation: 1))]))

        history.tell(.performed(.spawnWorker(Sample.lane, Generation(1))))
        history.tellBroken(.performed(.spawnWorker(Sample.lane, Generation(2))))
    }

    func testHelloWithUnwrittenEpochIsReported() {
        var history = History(CommitOrderChecker())
        history.tell(.supervisorStarted)
        history.tell(.turnBegan(Sample.instant(1)))

        history.tell(.performed(.connectWorker(Sample.lane, Generation(1), Epoch(1))))
        history.tellBroken(.performed(.connectWorker(Sample.lane, Generation(1), Epoch(2))))
    }

    func testStartOfUnwrittenAttemptIsReported() {
        var history = History(CommitOrderChecker())
        let profile = RuntimeProfile.shell.launch
        let order = StartOrder(attempt: Sample.attempt(), resumePhase: nil, profile: profile)
        history.tell(Sample.queued())
        history.tell(.turnBegan(Sample.instant(1)))

        history.tellBroken(.performed(.startRun(Sample.lane, Generation(1), order)))
    }

    func testStopOfUnwrittenIntentIsReported() {
        var history = History(CommitOrderChecker())
        history.tell(Sample.queued())
        history.tell(Sample.dispatched())
        history.tell(.turnBegan(Sample.instant(1)))

        history.tellBroken(
            .performed(
                .send(
                    Sample.lane,
                    Generation(1),
                    .cancelMission(
                        runID: Sample.run(),
                        fence: Fence(1),
                        intent: .cancel,
                        isImmediate: false
                    )
                )
            )
        )
    }
}
