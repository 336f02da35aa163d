import LedgerConformance
import Protocol
import System
import XCTest

@testable import Supervisor

final class EventLogTests: XCTestCase {
    func testOwnDoingsHaveLevelNameAndMessage() throws {
        let capture = try LogCapture()

        capture.log.info("a.done", "one")
        capture.log.warning("b.done", "two")
        capture.log.error("c.done", "three words here")

        let lines = capture.text().split(separator: "\n")
        XCTAssertEqual(lines.count, 3)
        XCTAssertTrue(lines[0].hasSuffix("level=info event=a.done msg=one"), "\(lines)")
        XCTAssertTrue(lines[1].hasSuffix("level=warning event=b.done msg=two"), "\(lines)")
        XCTAssertTrue(
            lines[2].hasSuffix("level=error event=c.done msg=\"three words here\""),
            "\(lines)"
        )
    }

    func testLineOfAnEventNamesWhatItIsAbout() throws {
        let capture = try LogCapture()
        capture.log.setMinimum("debug")

        capture.log.write(Sample.fullEvent(7))

        let text = capture.text()
        for word in [
            "level=debug", "event=vp.mission.deferred", "seq=7", "lane=vp.coder.primary",
            "mission=m1", "run=m1.1", "actor=supervisor", "reason=rate_limited",
            "msg=\"something happened\"",
        ] {
            XCTAssertTrue(text.contains(word), "\(word) is not in \(text)")
        }
        XCTAssertFalse(text.contains("count"), "a payload is not for the log: \(text)")
    }

    func testWhatARuntimeSaysIsNotLogged() throws {
        let capture = try LogCapture()
        capture.log.setMinimum("debug")
        var event = Sample.event(1, .missionProgress)
        event.actor = "runtime"
        event.summary = "the user's secret"

        capture.log.write(event)

        let text = capture.text()
        XCTAssertTrue(text.contains("event=vp.mission.progress"), text)
        XCTAssertFalse(text.contains("secret"), text)
    }

    func testMissionsAreWrittenAtDebugLanesAtInfoTroubleAbove() throws {
        let levels: [(type: EventType, level: String)] = [
            (.missionQueued, "debug"), (.missionCompleted, "debug"), (.laneReady, "info"),
            (.supervisorReady, "info"), (.sessionRecovering, "warning"), (.laneParked, "error"),
            (.sessionDegraded, "error"), (.incidentOpened, "error"),
            (.laneTripped, "warning"), (.incidentCaptureFailed, "error"),
        ]
        for (type, level) in levels {
            let capture = try LogCapture()
            capture.log.setMinimum("debug")

            capture.log.write(Sample.event(1, type))

            XCTAssertTrue(capture.text().contains("level=\(level) "), type.rawValue)
        }
    }

    func testMinimumHidesWhatIsLessImportantAndIgnoresUnknownNames() throws {
        let capture = try LogCapture()
        capture.log.write(Sample.event(1, .missionQueued))
        XCTAssertEqual(capture.text(), "")

        capture.log.setMinimum("warning")
        capture.log.setMinimum("loud")
        capture.log.info("a.done", "x")
        XCTAssertEqual(capture.text(), "")
        capture.log.warning("b.done", "x")
        XCTAssertNotEqual(capture.text(), "")
    }
}
