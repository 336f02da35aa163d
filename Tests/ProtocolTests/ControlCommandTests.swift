import XCTest

@testable import Protocol

final class ControlCommandTests: XCTestCase {
    /// The filter of a subscription is the one mission that may be absent and still be set.
    func testMissionIsReplacedWhereThereIsOneAndNothingElse() throws {
        let full = try Samples.mission("m-full-name")
        for (name, command) in try Samples.commands() where name != "events.subscribe-since" {
            var replaced = command
            replaced.mission = full

            guard let mission = command.mission else {
                XCTAssertEqual(replaced, command, name)
                continue
            }
            XCTAssertEqual(replaced.mission, full, name)
            replaced.mission = mission
            XCTAssertEqual(replaced, command, name)
        }
    }

    func testWhoMayChangeNothing() throws {
        let viewers = try Samples.commands().filter { $0.command.requiredRole == .viewer }

        XCTAssertEqual(
            viewers.map(\.name),
            [
                "hello", "mission.get", "mission.list", "mission.why", "mission.wait",
                "mission.logs", "lane.list", "lane.get", "lane.why", "pool.list",
                "pool.get", "events.subscribe", "events.subscribe-since", "supervisor.status",
                "config.validate", "governor.explain", "governor.explain-workload",
            ]
        )
    }

    func testOnlySubmitNeedsASubmitter() throws {
        let submitters = try Samples.commands().filter { $0.command.requiredRole == .submitter }

        XCTAssertEqual(submitters.map(\.name), ["mission.submit"])
    }
}
