import DataStructures
import Protocol
import XCTest

@testable import ControlPlane

final class ConfigurationRolloutTests: XCTestCase {
    private let a: LaneID = "vp.a"
    private let b: LaneID = "vp.b"

    func testWhoStandsOverWhom() {
        let canary = Rollout.canary(percent: 10)
        let shadow = LaneRollout(.shadow, from: .environment)
        let force = LaneRollout(.forceFallback, from: .environment)
        let table: [Row] = [
            Row(nil, nil, nil, false, LaneRollout(.on, from: .default)),
            Row(nil, nil, true, false, LaneRollout(.on, from: .environment)),
            Row(nil, nil, false, false, LaneRollout(.off, from: .environment)),
            Row(nil, nil, false, false, asksForShadow: true, LaneRollout(.off, from: .environment)),
            Row(nil, nil, nil, false, asksForShadow: true, shadow),
            Row(nil, nil, true, false, asksForShadow: true, shadow),
            Row(nil, nil, nil, true, asksForShadow: true, force),
            Row(.on, nil, nil, false, asksForShadow: true, LaneRollout(.on, from: .operator)),
            Row(.shadow, nil, nil, true, force),
            Row(.shadow, canary, false, false, LaneRollout(.shadow, from: .operator)),
            Row(nil, .shadow, true, false, LaneRollout(.shadow, from: .configuration)),
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
        let asksForShadow: Bool
        let expected: LaneRollout

        init(
            _ ordered: Rollout?,
            _ configured: Rollout?,
            _ isEnabled: Bool?,
            _ forces: Bool,
            asksForShadow: Bool = false,
            _ expected: LaneRollout
        ) {
            self.ordered = ordered
            self.configured = configured
            self.isEnabled = isEnabled
            self.forces = forces
            self.asksForShadow = asksForShadow
            self.expected = expected
        }
    }

    private func made(_ row: Row) -> Configuration {
        var configuration = Scene.configuration([a, b])
        configuration.supervisor.coderLane = a
        configuration.lanes[a]?.rollout = row.configured
        configuration.switches.isEnabled = row.isEnabled
        configuration.switches.forcesFallback = row.forces
        configuration.switches.asksForShadow = row.asksForShadow
        return configuration
    }
}
