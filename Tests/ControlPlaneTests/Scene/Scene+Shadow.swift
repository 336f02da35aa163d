import DataStructures
import Protocol

@testable import ControlPlane

extension Scene {
    /// Two lanes with one slot each: `vp.a` has the traffic, `vp.s` is tried out with copies of it.
    static func shadowing(_ change: (inout Configuration) -> Void = { _ in }) -> Scene {
        .ready(shadowConfiguration(change))
    }

    static func shadowConfiguration(
        _ change: (inout Configuration) -> Void = { _ in }
    ) -> Configuration {
        var policy = LanePolicy()
        policy.slotCount = 1
        policy.reservedSlotCount = 0
        var configuration = Scene.configuration(["vp.a", "vp.s"], policy: policy)
        configuration.profiles["safe"] = .shell
        configuration.profiles["safe"]?.sideEffects = .none
        configuration.lanes["vp.s"]?.profile = "safe"
        configuration.lanes["vp.s"]?.rollout = .shadow
        change(&configuration)
        return configuration
    }

    /// The id of the open copy of a mission; nil if it has none.
    func copy(of mission: MissionID) -> MissionID? { core.copies[mission] }

    /// The first run of the open copy of a mission, dispatched or not.
    func copyRun(of mission: MissionID) -> RunID? {
        copy(of: mission).flatMap { RunID("\($0.rawValue).1") }
    }

    /// A supervisor that starts where this one died, with everything that its ledger has.
    func successor(_ configuration: Configuration) -> Scene {
        var state = RecoveredState(epoch: Epoch(2))
        state.lastFence = attempts.values.map(\.fence).max() ?? 0
        state.lanes = core.lanes.keys.compactMap { lanes[$0] }
        let open = missions.filter { !$0.value.status.isTerminal }
        for mission in open.keys.compactMap({ core.missions[$0] }).sorted(by: {
            $0.order < $1.order
        }) {
            state.missions.append(
                .init(
                    envelope: mission.envelope,
                    digest: mission.digest,
                    state: mission.state,
                    attempt: attempts.values.first {
                        $0.missionID == mission.id && $0.outcome == nil
                    }
                )
            )
        }
        return Scene(configuration, recovered: state, at: now)
    }
}

extension MissionEnvelope {
    /// A background mission that may be copied.
    static func copied(
        _ id: MissionID,
        _ change: (inout MissionEnvelope) -> Void = { _ in }
    ) -> MissionEnvelope {
        .made(id) { envelope in
            envelope.isShadowOK = true
            change(&envelope)
        }
    }
}

extension StartRate {
    /// So many starts a minute, and so many at once.
    static func made(perMinute: Int, burst: Int) -> StartRate {
        var rate = StartRate()
        rate.perMinute = perMinute
        rate.burst = burst
        return rate
    }
}
