import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class PreemptionCheckerTests: XCTestCase {
    private let waiter = Sample.mission("i")

    func testPreemptionThatMakesRoomIsRight() {
        var history = full()

        history.tell(preempted(Sample.mission))
        history.tell(.committed(ended(Sample.mission, count: 1) + [start(waiter, fence: 3)]))
    }

    func testPreemptionThatIsSwitchedOffIsReported() {
        var history = full { $0.isPreemptionOn = false }

        history.tellBroken(preempted(Sample.mission))
    }

    func testMissionThatIsNotMarkedIsReported() {
        var history = full(isPreemptible: false)

        history.tellBroken(preempted(Sample.mission))
    }

    func testMissionOfAnotherClassIsReported() {
        var history = full(missionClass: .deadline)

        history.tellBroken(preempted(Sample.mission))
    }

    func testFreeSlotIsReported() {
        var history = full(slots: 3)

        history.tellBroken(preempted(Sample.mission))
    }

    func testMoreThanWaitAreReported() {
        var history = full()
        history.tell(preempted(Sample.mission))

        history.tellBroken(preempted(Sample.mission("other"), fence: 2))
    }

    func testMissionThatDoesNotWaitIsReported() {
        var history = full()
        var held = Sample.state()
        held.hold = OperatorChange(actor: "uid:1", reason: "wait", at: Sample.now)
        history.tell(.committed([.updateMission(waiter, held)]))

        history.tellBroken(preempted(Sample.mission))
    }

    func testOneTooManyIsReported() {
        var configuration = configuration(slots: 2)
        configuration.classes.preemptionCountMax = 1
        var history = full { $0.preemptionCountMax = 1 }
        history.tell(preempted(Sample.mission))
        history.tell(.committed(ended(Sample.mission, count: 1)))
        history.tell(.supervisorStarted)
        history.tell(.configured(configuration))
        history.tell(.committed([start(Sample.mission, 2, fence: 3)]))

        history.tellBroken(preempted(Sample.mission, 2, fence: 3))
    }

    func testCountThatIsNotKeptIsReported() {
        var history = full()
        history.tell(preempted(Sample.mission))

        history.tellBroken(.committed(ended(Sample.mission, count: 0)))
    }

    func testSlotThatGoesToAnotherClassIsReported() {
        var history = full()
        history.tell(preempted(Sample.mission))
        history.tell(.committed(ended(Sample.mission, count: 1)))

        history.tellBroken(.committed([start(Sample.mission, 2, fence: 3)]))
    }

    func testSlotIsForEverybodyOnceTheMissionHasStartedOrTheSupervisorIsAnother() {
        for isRestarted in [false, true] {
            var history = full()
            history.tell(preempted(Sample.mission))
            history.tell(.committed(ended(Sample.mission, count: 1)))
            if isRestarted {
                history.tell(.supervisorStarted)
                history.tell(.configured(configuration(slots: 2)))
            } else {
                history.tell(.committed([start(waiter, fence: 3)]))
            }
            history.tell(.committed([start(Sample.mission, 2, fence: 4)]))
        }
    }

    // MARK: Made

    /// Two background missions that run, and an interactive one that waits.
    private func full(
        slots: Int = 2,
        missionClass: MissionClass = .background,
        isPreemptible: Bool = true,
        _ change: (inout ClassPolicy) -> Void = { _ in }
    ) -> History<PreemptionChecker> {
        var history = History(PreemptionChecker())
        var configuration = configuration(slots: slots)
        change(&configuration.classes)
        history.tell(.configured(configuration))
        history.tell(.turnBegan(Sample.instant(0)))
        for (number, id) in [Sample.mission, Sample.mission("other")].enumerated() {
            var envelope = Sample.envelope(id, missionClass)
            envelope.isPreemptible = isPreemptible
            history.tell(
                .committed([
                    .saveLane(Sample.record()), .insertMission(envelope, Sample.state()),
                ])
            )
            history.tell(.committed([start(id, fence: UInt64(number + 1))]))
        }
        history.tell(Sample.queued(waiter, .interactive))
        return history
    }

    private func configuration(slots: Int) -> Configuration {
        var configuration = Sample.configuration(slots: slots, reserved: 0)
        configuration.classes.isPreemptionOn = true
        return configuration
    }

    private func start(_ id: MissionID, _ number: Int = 1, fence: UInt64) -> LedgerWrite {
        .insertAttempt(Sample.attempt(id, number, fence: fence))
    }

    private func attempt(
        _ id: MissionID,
        _ number: Int,
        fence: UInt64,
        outcome: AttemptOutcome? = nil
    ) -> AttemptRecord {
        var attempt = Sample.attempt(
            id,
            number,
            fence: fence,
            outcome: outcome,
            intent: .preempt,
            reason: outcome == nil ? nil : .preempted
        )
        attempt.preemptedFor = waiter
        return attempt
    }

    private func preempted(
        _ id: MissionID,
        _ number: Int = 1,
        fence: UInt64 = 1
    ) -> Observation {
        .committed([.updateAttempt(attempt(id, number, fence: fence))])
    }

    private func ended(_ id: MissionID, count: Int) -> [LedgerWrite] {
        var state = Sample.state(attempts: 1)
        state.reason = .preempted
        state.preemptionCount = count
        return [
            .updateAttempt(attempt(id, 1, fence: 1, outcome: .interrupted)),
            .updateMission(id, state),
        ]
    }
}
