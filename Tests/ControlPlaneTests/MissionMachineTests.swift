import Protocol
import XCTest

@testable import ControlPlane

final class MissionMachineTests: XCTestCase {
    func testObjectiveStaysInTheLedger() {
        var envelope = MissionEnvelope.made("m1")
        envelope.objective = "a long text"

        let mission = machine(envelope)

        var small = envelope
        small.objective = ""
        XCTAssertEqual(mission.envelope, small)
    }

    func testHeldMissionIsReadyFromItsTimeOn() {
        var state = queuedState()
        XCTAssertTrue(machine(state: state).isReady(at: .later(0)))
        XCTAssertEqual(machine(state: state).session, .continue)
        state.heldUntil = .later(10)

        XCTAssertFalse(machine(state: state).isReady(at: .later(9)))
        XCTAssertTrue(machine(state: state).isReady(at: .later(10)))
        XCTAssertFalse(running().isReady(at: .later(10)), "it runs")
    }

    func testHoldThatIsASpanEndsOnTheBootClock() {
        var state = queuedState()
        state.heldUntil = .later(10)
        var mission = machine(state: state)

        mission.beginHold(at: .later(4))

        let early = Instant(boot: Instant.later(9).boot, wall: .later(3_600))
        let due = Instant(boot: Instant.later(10).boot, wall: .later(-3_600))
        XCTAssertEqual(mission.holdLeft(at: early), .seconds(1))
        XCTAssertTrue(mission.isReady(at: due))
        mission.released()
        XCTAssertEqual(mission.releaseAt, nil)
    }

    func testMissionWhoseSessionFailedTakesAnother() {
        var state = queuedState()
        state.scope = .session

        XCTAssertEqual(machine(state: state).session, .fresh)
    }

    func testHoldThatIsOverIsForgotten() {
        var state = queuedState()
        state.heldUntil = .later(10)
        var mission = machine(state: state)

        mission.released()

        XCTAssertEqual(mission.state, queuedState())
    }

    func testDispatchForgetsTheWaitAndCountsTheAttempt() {
        var before = queuedState()
        before.reason = .exitCode
        before.scope = .mission
        before.heldUntil = .later(1)
        before.attemptCount = 1
        var mission = machine(state: before)
        XCTAssertEqual(mission.nextRunID, "m1.2")

        mission.dispatched(fence: 5)

        var state = queuedState()
        state.status = .running
        state.phase = .starting
        state.attemptCount = 2
        state.fence = 5
        XCTAssertEqual(mission.state, state)
        XCTAssertEqual(mission.nextRunID, "m1.3")
    }

    func testFirstStartIsRemembered() {
        var mission = running()
        var state = mission.state
        mission.started(at: .later(3))
        state.phase = .executing
        state.startedAt = .later(3)
        XCTAssertEqual(mission.state, state)

        _ = mission.attemptEnded(
            end(.interrupted, .laneDraining),
            backoff: .init(),
            offer: .nothing,
            at: .later(4)
        )
        mission.dispatched(fence: 6)
        mission.started(at: .later(9))

        XCTAssertEqual(mission.state.startedAt, .later(3))
    }

    func testQuestionBlocksUntilItIsAnswered() {
        var mission = running()
        let before = mission.state

        mission.setBlocked(true)

        var blocked = before
        blocked.status = .blocked
        blocked.reason = .question
        XCTAssertEqual(mission.state, blocked)
        mission.setBlocked(false)
        XCTAssertEqual(mission.state, before)
    }

    func testPhaseOfTheRuntimeIsKeptUntilItNamesAnother() {
        var mission = running()

        mission.noteResumePhase("build")
        mission.noteResumePhase(nil)
        XCTAssertEqual(mission.state.resumePhase, "build")
        mission.noteResumePhase("test")
        XCTAssertEqual(mission.state.resumePhase, "test")
    }

    func testOnlyWhatNeverStartedExpires() {
        for (expires, isLate, startedAt, isExpired) in [
            (true, true, nil, true), (true, false, nil, false), (false, true, nil, false),
            (true, true, WallTime.later(1), false),
        ] {
            var state = queuedState()
            state.startedAt = startedAt
            var mission = machine(.made("m1") { $0.expireAtDeadline = expires }, state: state)
            if isLate { mission.becameLate() }

            XCTAssertEqual(mission.isExpired, isExpired, "\(expires) \(isLate)")
        }
    }

    func testEndWithoutAnAttemptNamesWhoAndWhy() {
        var state = queuedState()
        state.heldUntil = .later(50)
        var mission = machine(state: state)

        mission.ended(.cancelled, .operatorRequest, by: "uid:1", summary: "no", at: .later(2))

        var ended = queuedState()
        ended.status = .cancelled
        ended.reason = .operatorRequest
        ended.endedAt = .later(2)
        ended.endedBy = "uid:1"
        ended.summary = "no"
        XCTAssertEqual(mission.state, ended)
    }

    // MARK: The end of an attempt

    func testTerminalOutcomesEndTheMission() {
        for (outcome, status, event) in [
            (AttemptOutcome.completed, MissionStatus.completed, EventType.missionCompleted),
            (.cancelled, .cancelled, .missionCancelled), (.timedOut, .timedOut, .missionTimedOut),
        ] {
            var mission = running()
            var attemptEnd = end(outcome, .finished)
            attemptEnd.scope = .operator
            attemptEnd.summary = "done"
            attemptEnd.actor = "uid:1"

            XCTAssertEqual(
                mission.attemptEnded(attemptEnd, backoff: .init(), offer: .nothing, at: .later(4)),
                event
            )

            var state = runningState()
            state.status = status
            state.reason = .finished
            state.scope = .operator
            state.phase = nil
            state.fence = nil
            state.endedAt = .later(4)
            state.endedBy = "uid:1"
            state.summary = "done"
            XCTAssertEqual(mission.state, state)
        }
    }

    func testInterruptionIsFree() {
        var mission = running()

        let event = mission.attemptEnded(
            end(.interrupted, .laneDraining),
            backoff: .init(),
            offer: .nothing,
            at: .later(4)
        )

        XCTAssertEqual(event, .missionInterrupted)
        XCTAssertEqual(mission.state, queuedAgain(.laneDraining) { _ in })
    }

    func testFailuresWaitTwiceAsLongEachAndTheLastEndsTheMission() {
        var mission = machine(.made("m1") { $0.retry.maxAttempts = 4 })
        var waits: [Interval] = []
        var events: [EventType] = []
        var backoff = BackoffPolicy()
        backoff.failureMilliseconds = 400
        backoff.failureMaxMilliseconds = 1_000

        for fence in 1...4 {
            mission.dispatched(fence: Fence(UInt64(fence)))
            let failure = end(.failed, .exitCode)
            events.append(
                mission.attemptEnded(failure, backoff: backoff, offer: .nothing, at: .later(4))
            )
            if let heldUntil = mission.state.heldUntil { waits.append(heldUntil.since(.later(4))) }
        }

        XCTAssertEqual(
            events,
            [.missionRetried, .missionRetried, .missionRetried, .missionFailed]
        )
        XCTAssertEqual(
            waits,
            [.milliseconds(400), .milliseconds(800), .milliseconds(1_000)]
        )
        XCTAssertEqual(mission.state.status, .failed)
        XCTAssertEqual(mission.state.reason, .exitCode)
        XCTAssertEqual(mission.state.failureCount, 4)
    }

    func testRetryIsAFailureAndAWaitAlone() {
        var mission = running()

        let event = mission.attemptEnded(
            end(.failed, .exitCode),
            backoff: .init(),
            offer: .nothing,
            at: .later(4)
        )

        XCTAssertEqual(event, .missionRetried)
        XCTAssertEqual(
            mission.state,
            queuedAgain(.exitCode) { state in
                state.failureCount = 1
                state.heldUntil = .later(5)
            }
        )
    }

    func testPermanentFailureIsNotTriedAgain() {
        for reason in [ReasonCode.permanent, .lanePermanent] {
            var mission = running()

            let event = mission.attemptEnded(
                end(.failed, reason),
                backoff: .init(),
                offer: .nothing,
                at: .later(4)
            )

            XCTAssertEqual(event, .missionFailed)
            XCTAssertEqual(mission.state.status, .failed)
            XCTAssertEqual(mission.state.reason, reason)
        }
    }

    func testCrashesAreCountedApartAndTheOneTooManyIsPoison() {
        var mission = machine(.made("m1") { $0.retry.maxRecoveries = 1 })
        mission.dispatched(fence: 4)
        let first = mission.attemptEnded(crash(), backoff: .init(), offer: .nothing, at: .later(4))
        XCTAssertEqual(first, .missionCrashed)
        XCTAssertEqual(mission.state, queuedAgain(.workerDied) { $0.recoveryCount = 1 })

        mission.dispatched(fence: 5)
        let second = mission.attemptEnded(crash(), backoff: .init(), offer: .nothing, at: .later(4))

        var poisoned = runningState()
        poisoned.status = .failed
        poisoned.phase = nil
        poisoned.fence = nil
        poisoned.attemptCount = 2
        poisoned.recoveryCount = 2
        poisoned.reason = .poison
        poisoned.scope = .mission
        poisoned.queuedAt = .later(4)
        poisoned.endedAt = .later(4)
        XCTAssertEqual(second, .missionFailed)
        XCTAssertEqual(mission.state, poisoned)
    }

    func testWorkThatMustNotRepeatEndsWithItsFirstCrash() {
        var mission = machine(.made("m1") { $0.retry.maxRecoveries = 0 })
        mission.dispatched(fence: 5)

        XCTAssertEqual(
            mission.attemptEnded(crash(), backoff: .init(), offer: .nothing, at: .later(4)),
            .missionFailed
        )
    }

    func testDeferralIsFreeAndHeldAsLongAsTheRuntimeAsks() {
        for (asked, wait) in [(nil, 30), (Interval.seconds(29), 30), (.seconds(31), 31)] {
            var mission = running()
            var deferral = end(.deferred, .rateLimited)
            deferral.retryAfter = asked

            let event = mission.attemptEnded(
                deferral,
                backoff: .init(),
                offer: .nothing,
                at: .later(4)
            )

            XCTAssertEqual(event, .missionDeferred)
            XCTAssertEqual(
                mission.state,
                queuedAgain(.rateLimited) { state in
                    state.deferralCount = 1
                    state.heldUntil = .later(4 + Int64(wait))
                }
            )
        }
    }

    func testDeferralsDoubleAndOneTooManyWaitsForAPerson() {
        var mission = machine(.made("m1") { $0.retry.maxDeferrals = 2 })
        var events: [EventType] = []
        for fence in 3...5 {
            mission.dispatched(fence: Fence(UInt64(fence)))
            let deferral = end(.deferred, .rateLimited)
            events.append(
                mission.attemptEnded(deferral, backoff: .init(), offer: .nothing, at: .later(4))
            )
            if fence == 4 { XCTAssertEqual(mission.state.heldUntil, .later(64)) }
        }

        XCTAssertEqual(events, [.missionDeferred, .missionDeferred, .missionBlocked])
        var blocked = queuedAgain(.deferralsExhausted) { state in
            state.attemptCount = 3
            state.deferralCount = 3
        }
        blocked.status = .blocked
        XCTAssertEqual(mission.state, blocked)

        mission.requeued(at: .later(9))
        var requeued = blocked
        requeued.status = .queued
        requeued.reason = .operatorRequest
        requeued.deferralCount = 0
        requeued.queuedAt = .later(9)
        XCTAssertEqual(mission.state, requeued)
    }

    // MARK: Made

    private func queuedState() -> MissionState {
        MissionState(assignedVPID: "vp.a", assignedBy: "pin", at: .later(0))
    }

    /// As `running`, before the first report.
    private func runningState() -> MissionState {
        var state = queuedState()
        state.status = .running
        state.phase = .starting
        state.attemptCount = 1
        state.fence = 5
        return state
    }

    /// In the queue again at second 4 after its first attempt.
    private func queuedAgain(
        _ reason: ReasonCode,
        _ change: (inout MissionState) -> Void
    ) -> MissionState {
        var state = queuedState()
        state.attemptCount = 1
        state.reason = reason
        state.queuedAt = .later(4)
        change(&state)
        return state
    }

    private func machine(
        _ envelope: MissionEnvelope = .made("m1"),
        state: MissionState? = nil
    ) -> MissionMachine {
        MissionMachine(
            id: "m1",
            order: 1,
            envelope: envelope,
            digest: "d",
            state: state ?? queuedState()
        )
    }

    private func running() -> MissionMachine {
        var mission = machine()
        mission.dispatched(fence: 5)
        return mission
    }

    private func end(
        _ outcome: AttemptOutcome,
        _ reason: ReasonCode
    ) -> MissionMachine.AttemptEnd {
        MissionMachine.AttemptEnd(outcome: outcome, reason: reason)
    }

    private func crash() -> MissionMachine.AttemptEnd { end(.crashed, .workerDied) }
}
