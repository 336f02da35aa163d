import Protocol
import XCTest

@testable import ControlPlane

final class RollbackPolicyTests: XCTestCase {
    func testEachTriggerIsSwitchedOffByItsOwnNumber() {
        let changes: [(ReasonCode, (inout RollbackPolicy) -> Void)] = [
            (.fallbackRate, { $0.fallbackPercent = 100 }),
            (.missionFailures, { $0.failuresInARow = 0 }),
            (.interactiveWait, { $0.interactiveWaitP95Milliseconds = 0 }),
        ]
        for (trigger, change) in changes {
            var policy = RollbackPolicy()
            XCTAssertFalse(policy.isOff(trigger), trigger.rawValue)

            change(&policy)

            for (other, _) in changes {
                XCTAssertEqual(policy.isOff(other), other == trigger, other.rawValue)
            }
        }
    }

    func testWhatIsNoTriggerNeverTrips() {
        XCTAssertTrue(RollbackPolicy().isOff(.laneEjected))
    }
}
