import XCTest

@testable import Protocol

final class WorkerLinkTests: XCTestCase {
    func testBadRequestsAreAnsweredWithTheirID() throws {
        var worker = WorkerLink()
        let line = #"{"id":4,"jsonrpc":"2.0","method":"lane.quiesc","params":{}}"#

        let received = worker.decode(Array(line.utf8)[...])

        guard case .refused(let answer, let message) = received else {
            return XCTFail("\(received)")
        }
        XCTAssertEqual(
            message,
            #"method: "lane.quiesc" is not known (did you mean "lane.quiesce"?)"#
        )
        let text = String(decoding: answer, as: UTF8.self)
        XCTAssertTrue(text.contains(#""code":-32601"#) && text.contains(#""id":4"#), text)
    }

    func testOrderWithoutMissionIDIsRefused() throws {
        var order = try Samples.order()
        order.envelope.missionID = nil
        var supervisor = SupervisorLink()
        var worker = WorkerLink()

        let received = worker.decode(supervisor.encode(.startMission(order)).dropLast())

        guard case .refused(_, let message) = received else { return XCTFail("\(received)") }
        XCTAssertTrue(message.hasPrefix("envelope.mission_id: missing"), message)
    }

    func testUnknownFieldOfAnOrderIsRefused() {
        var worker = WorkerLink()
        let line = #"{"id":4,"jsonrpc":"2.0","method":"lane.acknowledge","params":{"run":"m-1.1"}}"#

        let received = worker.decode(Array(line.utf8)[...])

        guard case .refused(_, let message) = received else { return XCTFail("\(received)") }
        XCTAssertEqual(message, #"run: unknown field (did you mean "run_id"?)"#)
    }
}
