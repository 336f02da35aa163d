import Protocol
import XCTest

@testable import Simulation

final class HealthCellTests: XCTestCase {
    func testEndOfAnAttemptIsACellByItsOutcomeAndScope() {
        for (outcome, scope, event) in [
            (nil, nil, nil),
            (.failed, .lane, .failed),
            (.failed, .mission, .ended),
            (.completed, nil, .ended),
            (.failed, .host, .passed),
            (.crashed, nil, .passed),
            (.deferred, .pool, .passed),
        ] as [(AttemptOutcome?, FailureScope?, HealthCell.Event?)] {
            var attempt = Sample.attempt(outcome: outcome)
            attempt.scope = scope

            XCTAssertEqual(HealthCell.event(attempt), event)
        }
    }

    func testRowTellsOfAMissionLetThroughAndOfARemoval() {
        let healthy = Sample.record()
        var ejected = healthy
        ejected.health.state = .ejected
        var probing = healthy
        probing.health.state = .probing
        var retired = ejected
        retired.status = .retired

        XCTAssertEqual(HealthCell.event(from: ejected, to: probing), .letThrough)
        XCTAssertEqual(HealthCell.event(from: ejected, to: retired), .removed)
        XCTAssertNil(HealthCell.event(from: retired, to: retired))
        XCTAssertNil(HealthCell.event(from: healthy, to: ejected))
        XCTAssertNil(HealthCell.event(from: probing, to: healthy))
    }

    func testOrdinalsNameTheStates() {
        for state in LaneHealth.State.allCases {
            var record = Sample.record()
            record.health.state = state

            XCTAssertEqual(HealthCell.stateNames[HealthCell.ordinal(of: record)], state.rawValue)
        }
    }
}
