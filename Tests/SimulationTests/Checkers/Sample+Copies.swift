import ControlPlane
import DataStructures
import Protocol

@testable import Simulation

/// A mission on `otherLane`, and its copy on `lane`.
extension Sample {
    static let copyID = mission("c")

    /// A mission that may be copied.
    static func original(_ id: MissionID = mission) -> MissionEnvelope {
        var envelope = envelope(id)
        envelope.isShadowOK = true
        return envelope
    }

    static func copy(
        of original: MissionEnvelope = original(),
        id: MissionID = copyID
    ) -> MissionEnvelope {
        var copy = original
        copy.missionID = id
        copy.shadowOf = original.missionID
        copy.vpID = lane
        copy.session = .fresh
        copy.retry.maxAttempts = 1
        copy.retry.maxRecoveries = 0
        copy.retry.maxDeferrals = 0
        copy.fallback = []
        copy.isShadowOK = false
        return copy
    }

    static func state(
        _ status: MissionStatus = .queued,
        fence: UInt64? = nil,
        attempts: Int = 0,
        on lane: LaneID
    ) -> MissionState {
        var state = state(status, fence: fence, attempts: attempts)
        state.assignedVPID = lane
        return state
    }

    /// Both are taken.
    static func pair(
        _ original: MissionEnvelope = original(),
        as id: MissionID = copyID
    ) -> [LedgerWrite] {
        [
            .insertMission(original, state(on: otherLane)),
            .insertMission(copy(of: original, id: id), state()),
        ]
    }

    /// The copy starts.
    static func copyStarted() -> [LedgerWrite] {
        [
            .insertAttempt(attempt(copyID, fence: 9)),
            .updateMission(copyID, state(.running, fence: 9, attempts: 1)),
        ]
    }

    /// A lane that takes copies.
    static func shadowRecord(_ rollout: Rollout = .shadow) -> LaneRecord {
        var record = record()
        record.rollout.rollout = rollout
        record.status = .idle
        return record
    }

    /// A lane that takes missions, with everything that is needed to start them.
    static func otherRecord() -> LaneRecord {
        var record = LaneRecord(
            vpID: otherLane,
            sessionID: shadowRecord().sessionID,
            createdAt: now
        )
        record.status = .idle
        return record
    }

    /// Two lanes; the first transactions are over.
    static func beginShadow<C: Checker>(
        _ history: inout History<C>,
        _ sideEffects: SideEffects = .none,
        rollout: Rollout = .shadow,
        change: (inout Configuration) -> Void = { _ in }
    ) {
        var configuration = configuration(slots: 2, reserved: 0)
        configuration.lanes[otherLane] = configuration.lanes[lane]
        var profile = RuntimeProfile.shell
        profile.sideEffects = sideEffects
        configuration.profiles[profile.launch.name] = profile
        change(&configuration)
        history.tell(.supervisorStarted)
        history.tell(.configured(configuration))
        history.tell(.turnBegan(instant(0)))
        history.tell(.committed([.saveLane(shadowRecord(rollout)), .saveLane(otherRecord())]))
        history.tell(.committed([.saveLane(shadowRecord(rollout))]))
    }
}
