import Protocol
import XCTest

final class WorkerLockTextTests: XCTestCase {
    func testTextIsReadBackAsItWasWritten() {
        let holder = WorkerLockText(
            process: ProcessIdentity(pid: 812, startTicks: 99_001),
            generation: Generation(7)
        )

        XCTAssertEqual(holder.text, "pid=812 start_ticks=99001 generation=7")
        XCTAssertEqual(WorkerLockText(holder.text), holder)
    }

    func testAnythingElseIsNoHolder() {
        let texts = [
            "", "pid=812", "pid=812 start_ticks=1 generation=x", "812 1 7",
            "pid=812 start_ticks=1 generation=7 more=1",
            "pid=99999999999 start_ticks=1 generation=7",
        ]
        for text in texts { XCTAssertNil(WorkerLockText(text), text) }
    }
}
