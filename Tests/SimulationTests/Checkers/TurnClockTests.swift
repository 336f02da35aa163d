import Protocol
import XCTest

@testable import Simulation

final class TurnClockTests: XCTestCase {
    func testTurnIsFoundByTheCivilTimeThatItWrote() {
        var clock = TurnClock()
        clock.turnBegan(at: Sample.instant(5))
        clock.turnBegan(at: Sample.instant(20))

        XCTAssertEqual(clock.bootTime(of: Sample.instant(5).wall), Sample.instant(5).boot)
    }

    func testTimeOfNoTurnIsTakenForTheLatest() {
        var clock = TurnClock()
        XCTAssertEqual(clock.bootTime(of: Sample.now), MonotonicTime(nanoseconds: 0))
        clock.turnBegan(at: Sample.instant(5))
        clock.turnBegan(at: Sample.instant(20))

        XCTAssertEqual(clock.bootTime(of: Sample.instant(7).wall), Sample.instant(20).boot)
    }

    func testOnlyTheLatestTurnsAreKept() {
        var clock = TurnClock()
        for number in 0...256 { clock.turnBegan(at: Sample.instant(UInt64(number))) }

        XCTAssertEqual(clock.bootTime(of: Sample.instant(0).wall), Sample.instant(256).boot)
        XCTAssertEqual(clock.bootTime(of: Sample.instant(1).wall), Sample.instant(1).boot)
    }
}
