import XCTest

@testable import System

final class HostMemoryTests: XCTestCase {
    func testThisMachineSaysHowMuchIsAvailable() throws {
        let available = try XCTUnwrap(HostMemory().availableKiB())

        XCTAssertGreaterThan(available, 1_024)
    }

    func testMeminfoIsReadByItsName() {
        let text = "MemTotal:  4025208 kB\nMemFree:  118292 kB\nMemAvailable:   2740308 kB\n"

        XCTAssertEqual(HostMemory.available(inMeminfo: text), 2_740_308)
        XCTAssertNil(HostMemory.available(inMeminfo: "MemFree: 118292 kB\n"), "before Linux 3.14")
        XCTAssertNil(HostMemory.available(inMeminfo: "MemAvailable: many kB\n"))
    }

    func testRoomOfAGroupIsItsLimitLessWhatCannotBeHadBack() {
        let statistics = "anon 1\ninactive_file 102400\nactive_file 5\n"

        XCTAssertEqual(
            HostMemory.room(limit: "1048576\n", current: "614400\n", statistics: statistics),
            524
        )
        XCTAssertEqual(HostMemory.room(limit: "1024\n", current: "9999\n", statistics: ""), 0)
        XCTAssertNil(HostMemory.room(limit: "max\n", current: "9999\n", statistics: ""))
    }
}
