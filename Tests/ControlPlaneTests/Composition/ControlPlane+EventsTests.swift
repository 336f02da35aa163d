import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ControlPlaneEventsTests: XCTestCase {
    private let now = Instant(boot: .ms(0), wall: .later(0))

    func testEventSaysWhatItIsToldAndNoMore() {
        XCTAssertEqual(
            emitted { core, effects in
                core.emit(.supervisorReady, summary: "ready", at: now, into: &effects)
            },
            [.write(.appendEvent(.made(42, .supervisorReady, at: .later(0), "ready")))]
        )
    }

    func testMissionBringsItsLaneAndItsTrace() {
        let mission = mission()

        XCTAssertEqual(
            emitted { core, effects in
                core.emit(
                    .missionQueued,
                    mission: mission,
                    actor: "uid:1",
                    reason: .notBefore,
                    summary: "queued",
                    payload: ["bytes": .integer(4)],
                    at: now,
                    into: &effects
                )
            },
            [
                .write(
                    .appendEvent(
                        .made(42, .missionQueued, at: .later(0), by: "uid:1", "queued") { event in
                            event.missionID = "m-1"
                            event.vpID = "vp.a"
                            event.traceID = "t1"
                            event.reason = .notBefore
                            event.payload = ["bytes": .integer(4)]
                        }
                    )
                )
            ]
        )
    }

    func testRunsLaneAndSessionGoBeforeTheMissions() {
        let mission = mission()
        let run = ActiveRun.made("m-1.1", of: "m-1", on: "vp.b").record

        let effects = emitted { core, effects in
            core.emit(
                .missionStarted,
                mission: mission,
                run: run,
                summary: "runs",
                at: now,
                into: &effects
            )
            core.emit(
                .missionStarted,
                lane: "vp.c",
                mission: mission,
                run: run,
                summary: "runs",
                at: now,
                into: &effects
            )
        }

        let events = Turn(effects: effects).events
        XCTAssertEqual(events.map(\.vpID), ["vp.b", "vp.c"])
        XCTAssertEqual(events.map(\.runID), ["m-1.1", "m-1.1"])
        XCTAssertEqual(events.map(\.sessionID), ["s1", "s1"])
        XCTAssertEqual(events.map(\.sequence), [42, 43])
    }

    /// What a control plane emits whose ledger ends with event 41.
    private func emitted(_ emit: (inout ControlPlane, inout [Effect]) -> Void) -> [Effect] {
        var state = RecoveredState(epoch: Epoch(1))
        state.lastEventSequence = 41
        var core = ControlPlane(configuration: Configuration(), recovered: state, seed: 1, at: now)
        var effects: [Effect] = []
        emit(&core, &effects)
        return effects
    }

    private func mission() -> MissionMachine {
        MissionMachine(
            id: "m-1",
            order: 1,
            envelope: .made("m-1") { $0.traceID = "t1" },
            digest: "",
            state: MissionState(assignedVPID: "vp.a", assignedBy: "pin", at: .later(0))
        )
    }
}
