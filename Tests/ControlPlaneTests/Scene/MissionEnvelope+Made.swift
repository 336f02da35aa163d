import Protocol

@testable import ControlPlane

extension MissionEnvelope {
    /// A background mission of this name.
    static func made(
        _ id: MissionID,
        _ missionClass: MissionClass = .background,
        on lane: LaneID? = nil,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: "true")
        envelope.missionID = id
        envelope.missionClass = missionClass
        envelope.vpID = lane
        change(&envelope)
        return envelope
    }
}

extension OperatorOptions {
    /// Options with a reason.
    static func because(
        _ reason: String,
        isForced: Bool = false,
        isDryRun: Bool = false,
        deadlineSeconds: UInt64? = nil
    ) -> OperatorOptions {
        var options = OperatorOptions()
        options.reason = reason
        options.isForced = isForced
        options.isDryRun = isDryRun
        options.deadlineSeconds = deadlineSeconds
        return options
    }
}

extension Instant {
    /// So many seconds after a scene's beginning, by both clocks.
    static func later(_ seconds: UInt64) -> Instant {
        Instant(boot: .ms(seconds * 1_000), wall: .later(Int64(seconds)))
    }
}

extension WallTime {
    /// A time so many seconds after a scene's beginning.
    static func later(_ seconds: Int64) -> WallTime {
        WallTime(nanoseconds: Scene.wallStart + seconds * 1_000_000_000)
    }
}
