import XCTest

@testable import Protocol

final class RolloutSettingWireTests: XCTestCase {
    func testEveryStageIsRead() throws {
        let table: [(String, RolloutSetting)] = [
            (#""stage":"off""#, .set(.off)), (#""stage":"on""#, .set(.on)),
            (#""stage":"force_fallback""#, .set(.forceFallback)),
            (#""stage":"canary","percent":10"#, .set(.canary(percent: 10))),
            (#""stage":"shadow""#, .set(.shadow)), (#""stage":"configured""#, .configured),
        ]
        for (parameters, setting) in table {
            let frame = try ControlRequestFrame(decoding: line(parameters)[...])

            guard case .laneRollout(_, let read, _) = frame.command else {
                return XCTFail("\(frame.command)")
            }
            XCTAssertEqual(read, setting)
        }
    }

    func testWhatIsNoRolloutIsRefusedByName() {
        let words = "off, canary, on, force_fallback, shadow, configured"
        let table: [(String, String, ReasonCode)] = [
            (
                #""stage":"shadow","percent":10"#,
                "percent: given with stage shadow (only canary has one)", .invalidField
            ),
            (#""stage":"half""#, #"stage: "half" is not one of \#(words)"#, .invalidField),
            (
                #""stage":"canary""#, "percent: missing (needs an integer from 0 to 100)",
                .invalidField
            ),
            (
                #""stage":"canary","percent":101"#,
                "percent: 101 is not an integer from 0 to 100", .invalidField
            ),
            (
                #""stage":"on","percent":10"#,
                "percent: given with stage on (only canary has one)", .invalidField
            ),
            (
                #""stage":"configured","percent":10"#,
                "percent: given with stage configured (only canary has one)", .invalidField
            ),
        ]
        for (parameters, message, reason) in table {
            XCTAssertThrowsError(try ControlRequestFrame(decoding: line(parameters)[...])) {
                error in
                let refused = error as? RefusedRequest
                XCTAssertEqual(refused?.error.message, message)
                XCTAssertEqual(refused?.error.reason, reason)
            }
        }
    }

    private func line(_ parameters: String) -> [UInt8] {
        Array(
            (#"{"jsonrpc":"2.0","id":1,"method":"lane.rollout","params":{"vp_id":"a","#
                + parameters + "}}").utf8
        )
    }
}
