import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ConfigurationRolloutTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    func testWhoStandsOverWhom() {
        let canary = Rollout.canary(percent: 10)
        let table: [Row] = [
            Row(nil, nil, nil, false, LaneRollout(.on, from: .default)),
            Row(nil, nil, true, false, LaneRollout(.on, from: .environment)),
            Row(nil, nil, false, false, LaneRollout(.off, from: .environment)),
            Row(nil, canary, false, false, LaneRollout(canary, from: .configuration)),
            Row(.on, canary, false, false, LaneRollout(.on, from: .operator)),
            Row(.on, canary, true, true, LaneRollout(.forceFallback, from: .environment)),
        ]
        for row in table {
            let configuration = made(row)

            XCTAssertEqual(configuration.rollout(of: a, ordered: row.ordered), row.expected)
        }
    }

    func testTheEnvironmentSpeaksOfOneLaneOnly() {
        let configuration = made(Row(nil, nil, false, true, LaneRollout()))

        XCTAssertEqual(configuration.rollout(of: b, ordered: nil), LaneRollout())
        XCTAssertEqual(
            configuration.rollout(of: b, ordered: .off),
            LaneRollout(.off, from: .operator)
        )
    }

    private struct Row {
        let ordered: Rollout?
        let configured: Rollout?
        let isEnabled: Bool?
        let forces: Bool
        let expected: LaneRollout

        init(
            _ ordered: Rollout?,
            _ configured: Rollout?,
            _ isEnabled: Bool?,
            _ forces: Bool,
            _ expected: LaneRollout
        ) {
            self.ordered = ordered
            self.configured = configured
            self.isEnabled = isEnabled
            self.forces = forces
            self.expected = expected
        }
    }

    private func made(_ row: Row) -> Configuration {
        var configuration = Scene.configuration([a, b])
        configuration.supervisor.coderLane = a
        configuration.lanes[a]?.rollout = row.configured
        configuration.switches.isEnabled = row.isEnabled
        configuration.switches.forcesFallback = row.forces
        return configuration
    }
}
