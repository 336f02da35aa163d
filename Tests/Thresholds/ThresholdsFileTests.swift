import Foundation
import XCTest

/// The files of thresholds can be read, and a file that could let everything pass is refused.
final class ThresholdsFileTests: XCTestCase {
    func testEveryFileHasThresholdsThatAreReached() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Thresholds.folder)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }

        XCTAssertEqual(names.sorted(), ["noop", "queue", "shell"])
        for name in names {
            for threshold in try Thresholds.read(name) {
                XCTAssertGreaterThanOrEqual(threshold.value, 0, "\(name): \(threshold.count)")
                XCTAssertLessThanOrEqual(
                    threshold.tolerance,
                    max(1, threshold.value / 4),
                    "\(name): \(threshold.count): a tolerance that hides growth"
                )
            }
        }
    }

    func testFileWithoutCountsOrWithHalfAThresholdIsRefused() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lk-thresholds")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { XCTAssertNoThrow(try FileManager.default.removeItem(at: folder)) }
        let texts = [
            "[]", "{\"about\": \"x\"}", "{\"a\": {\"value\": 1, \"tolerance\": 0}}",
            "{\"about\": \"x\", \"a\": {\"value\": 1}}",
            "{\"about\": \"x\", \"a\": {\"value\": 1, \"tolerance\": -1}}",
        ]
        for text in texts {
            try Data(text.utf8).write(to: folder.appendingPathComponent("bad.json"))

            XCTAssertThrowsError(try Thresholds.read("bad", in: folder.path), text)
        }
    }
}
