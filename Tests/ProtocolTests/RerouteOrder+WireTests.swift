import XCTest

@testable import Protocol

final class RerouteOrderWireTests: XCTestCase {
    func testEitherAnotherLaneOrTheEndIsAsked() {
        let table = [
            (#""#, "to: missing (needs a lane (or off: true))"),
            (#","off":false"#, "to: missing (needs a lane (or off: true))"),
            (#","off":true,"to":"b""#, "off: given together with to (give one of the two)"),
            (
                #","off":true,"class":"background""#,
                "class: given together with off (off ends the whole reroute)"
            ),
        ]
        for (parameters, message) in table {
            let line =
                #"{"jsonrpc":"2.0","id":1,"method":"lane.reroute","params":{"vp_id":"a""#
                + parameters + "}}"

            XCTAssertThrowsError(try ControlRequestFrame(decoding: Array(line.utf8)[...])) {
                error in
                let refused = error as? RefusedRequest
                XCTAssertEqual(refused?.error.message, message)
                XCTAssertEqual(refused?.error.reason, .invalidField)
            }
        }
    }
}
