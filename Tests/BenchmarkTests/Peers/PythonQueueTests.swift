import Harness
import XCTest

@testable import Benchmark

final class PythonQueueTests: XCTestCase {
    func testTimesAreReadByTheirWord() throws {
        let times = try PythonQueue.times("submit 0.5\nsubmit 1.5\nlife 3.25\n")

        XCTAssertEqual(times.submits.values, [0.5, 1.5])
        XCTAssertEqual(times.lives.values, [3.25])
    }

    func testAnythingElseIsNoTime() {
        for text in ["submit", "submit x", "life 1 2", "death 1"] {
            XCTAssertThrowsError(try PythonQueue.times("life 1\n\(text)\n"), text)
        }
    }
}
