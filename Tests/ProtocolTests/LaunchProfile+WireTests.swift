import XCTest

@testable import Protocol

final class LaunchProfileWireTests: XCTestCase {
    func testOrderWithoutAProcessComesBackAsItWas() throws {
        var order = try Samples.order()
        order.profile.kind = .noop
        order.profile.argv = []

        XCTAssertEqual(try received(order), .success(order))
    }

    func testKindOfAProcessIsLeftOut() throws {
        var supervisor = SupervisorLink()

        let line = supervisor.encode(.startMission(try Samples.order()))

        XCTAssertFalse(String(decoding: line, as: UTF8.self).contains(#""kind""#))
    }

    func testProgramMustBeThereForAProcessAndOnlyThere() throws {
        var process = try Samples.order()
        process.profile.argv = []
        var noop = try Samples.order()
        noop.profile.kind = .noop

        for order in [process, noop] {
            guard case .failure(let refusal) = try received(order) else {
                return XCTFail("\(order.profile) was accepted")
            }
            XCTAssertTrue(refusal.message.hasPrefix("profile.argv: "), refusal.message)
        }
    }

    /// Why an order was refused.
    private struct Refusal: Error, Equatable {
        let message: String
    }

    private func received(_ order: LaunchOrder) throws -> Result<LaunchOrder, Refusal> {
        var supervisor = SupervisorLink()
        var worker = WorkerLink()
        switch worker.decode(supervisor.encode(.startMission(order)).dropLast()) {
        case .command(.startMission(let order), _): return .success(order)
        case .refused(_, let message): return .failure(Refusal(message: message))
        case let other: throw Refusal(message: "\(other)")
        }
    }
}
