import XCTest

@testable import Protocol

final class ProtocolRangeTests: XCTestCase {
    func testNewestCommonVersionIsAgreed() {
        let table: [(ProtocolRange, ProtocolRange, Int?)] = [
            (range(1, 1), range(1, 1), 1),
            (range(1, 3), range(2, 5), 3),
            (range(2, 5), range(1, 3), 3),
            (range(1, 9), range(4, 4), 4),
            (range(3, 3), range(1, 3), 3),
            (range(1, 2), range(3, 4), nil),
            (range(3, 4), range(1, 2), nil),
        ]
        for (ours, theirs, version) in table {
            XCTAssertEqual(ours.negotiated(with: theirs), version)
            XCTAssertEqual(try? ours.agreed(with: theirs, named: "x"), version)
        }
    }

    func testRangesThatDoNotMeetAreRefusedByName() {
        for (ours, theirs, message) in [
            (
                range(2, 3), range(1, 1),
                "lanectl 0.1.0 speaks protocol 1, this program 2 to 3 (upgrade lanectl 0.1.0)"
            ),
            (
                range(1, 1), range(2, 3),
                "lanectl 0.1.0 speaks protocol 2 to 3, this program 1 (upgrade this program)"
            ),
        ] {
            XCTAssertThrowsError(try ours.agreed(with: theirs, named: "lanectl 0.1.0")) { error in
                let expected = ProtocolError(.protocolVersion, message)
                XCTAssertEqual(error as? ProtocolError, expected)
            }
        }
    }

    func testRefusalIsAConflict() {
        let error = ControlError(ProtocolError(.protocolVersion, "no"))

        XCTAssertEqual(error.code, .conflict)
        XCTAssertEqual(error.rpcCode, 6)
    }

    private func range(_ oldest: Int, _ newest: Int) -> ProtocolRange {
        ProtocolRange(oldest: oldest, newest: newest)
    }
}
