import XCTest

@testable import Protocol

final class AttemptRecordWireTests: XCTestCase {
    func testAttemptThatWasStoppedForAnotherReadsBack() throws {
        var attempt = try Samples.attempt()
        attempt.intent = .preempt
        attempt.preemptedFor = try Samples.mission("m-0002")

        XCTAssertEqual(try readBack(attempt).preemptedFor, attempt.preemptedFor)
        XCTAssertEqual(try readBack(attempt).intent, .preempt)
    }

    func testOutcomeThatAnOperatorSaidReadsBack() throws {
        for resolution in MissionResolution.allCases {
            var attempt = try Samples.attempt()
            attempt.resolution = resolution

            XCTAssertEqual(try readBack(attempt).resolution, resolution)
        }
    }

    private func readBack(_ attempt: AttemptRecord) throws -> AttemptRecord {
        let text = attempt.encodedObject[...]
        return try JSONLine.decode(Wire<AttemptRecord>.self, from: text, .strict).value
    }
}
