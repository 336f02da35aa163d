import Foundation
import Protocol
import XCTest

@testable import LaneControl

final class WatchTests: LaneControlTestCase {
    private func script(_ onSubscribe: [ScriptedSupervisor.Action]) -> ScriptedSupervisor.Script {
        let frames = StepBox([
            [.reply(.missions([Samples.mission("m1", .running)], nextCursor: nil))],
            [.reply(.missions([], nextCursor: nil))],
        ])
        return { command in
            if case .eventsSubscribe = command { return onSubscribe }
            return frames.next()
        }
    }

    func testEventDrawsAgainUntilInterrupted() throws {
        let subscribe: [ScriptedSupervisor.Action] = [
            .reply(.events([], nextCursor: 400)), .event(Samples.event(401)),
        ]

        let (outcome, requests, _) = try run(
            ["ps", "--watch"],
            interruptWhen: { $0.components(separatedBy: "MISSION").count == 3 },
            script: script(subscribe)
        )

        XCTAssertEqual(outcome.status, 130)
        XCTAssertEqual(outcome.notes, "")
        XCTAssertEqual(outcome.output.components(separatedBy: "MISSION").count - 1, 2)
        XCTAssertTrue(outcome.output.contains("m1"))
        XCTAssertEqual(requests.count, 3)
    }

    func testTerminalIsClearedBeforeEachFrame() throws {
        let subscribe: [ScriptedSupervisor.Action] = [
            .reply(.events([], nextCursor: 400)), .event(Samples.event(401)),
        ]

        let (outcome, _, _) = try run(
            ["ps", "--watch", "--no-color"],
            isTerminal: true,
            interruptWhen: { $0.components(separatedBy: "MISSION").count == 3 },
            script: script(subscribe)
        )

        XCTAssertEqual(outcome.output.components(separatedBy: "\u{1B}[H\u{1B}[2J").count - 1, 2)
        XCTAssertFalse(outcome.output.contains("\u{1B}[3"), "no colours")
    }

    func testBrokenSubscriptionIsTakenUpAgainFromItsCursor() throws {
        let subscriptions = StepBox([
            [.reply(.events([], nextCursor: 400)), .close],
            [.reply(.events([], nextCursor: 400)), .event(Samples.event(401))],
        ])
        let frames = StepBox([
            [.reply(.lanes([Samples.lane()]))], [.reply(.lanes([]))],
        ])

        let (outcome, requests, _) = try run(
            ["lane", "list", "-w"],
            interruptWhen: { $0.components(separatedBy: "LANE").count == 4 },
            script: { command in
                if case .eventsSubscribe = command { return subscriptions.next() }
                return frames.next()
            }
        )

        XCTAssertEqual(outcome.status, 130, outcome.notes)
        var cursors: [UInt64?] = []
        for case .eventsSubscribe(let filter) in requests { cursors.append(filter.cursor) }
        XCTAssertEqual(cursors, [nil, 400])
    }
}
