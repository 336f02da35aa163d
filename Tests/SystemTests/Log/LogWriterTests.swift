import Glibc
import Protocol
import System
import XCTest

final class LogWriterTests: XCTestCase {
    func testLineHasTimeLevelEventAndFields() throws {
        let pipe = try Pipe()
        let log = LogWriter(descriptor: pipe.writer.rawValue)

        log.write(.warning, "worker.exited") { fields in
            fields.add("lane", "review")
            fields.add("uptime_ms", 53_210)
        }

        let line = try Shell.readLine(try ByteStream(pipe.reader.duplicate()))
        XCTAssertTrue(line.hasPrefix("time=2"), line)
        let rest = " level=warning event=worker.exited lane=review uptime_ms=53210"
        XCTAssertTrue(line.hasSuffix(rest), line)
        XCTAssertFalse(log.wantsWrite)
    }

    func testLinesBelowTheMinimumAreNotEvenComposed() throws {
        let pipe = try Pipe()
        let log = LogWriter(descriptor: pipe.writer.rawValue, minimum: .warning)

        log.write(.info, "lane.opened") { _ in XCTFail("composed") }

        XCTAssertFalse(try Poll.waitReadable(pipe.reader.rawValue, until: Clock.bootTime()))
    }

    func testBlockedReaderNeverBlocksTheWriterAndDropsAreReported() throws {
        let pipe = try Pipe()
        let log = LogWriter(descriptor: pipe.writer.rawValue)
        let text = String(repeating: "x", count: 1_000)

        for index in 0..<1_000 {
            log.write(.info, "test.filled") { fields in
                fields.add("index", index)
                fields.add("text", text)
            }
        }
        XCTAssertGreaterThan(log.droppedLineCount, 100)
        XCTAssertTrue(log.wantsWrite)
        let dropped = log.droppedLineCount
        let reader = try ByteStream(pipe.reader.duplicate())
        repeat {
            reader.readAvailable()
            log.flush()
        } while log.wantsWrite
        reader.readAvailable()

        let lines = String(decoding: reader.takeInput(), as: UTF8.self).split(separator: "\n")
        let filled = lines.filter { $0.contains("event=test.filled") }
        XCTAssertTrue(filled.allSatisfy { $0.hasSuffix(text) }, "a line was torn")
        XCTAssertEqual(UInt64(filled.count) + dropped, 1_000)
        let reports = lines.filter { $0.contains("event=log.dropped") }
        XCTAssertEqual(reports.count, 1)
        let report = "level=warning event=log.dropped line_count=\(dropped)"
        XCTAssertTrue(reports.allSatisfy { $0.hasSuffix(report) }, "\(reports)")
    }

    func testModeOfTheSharedDescriptorIsNotTouched() throws {
        let pipe = try Pipe()
        let log = LogWriter(descriptor: pipe.writer.rawValue)

        log.write(.info, "lane.opened")

        XCTAssertEqual(fcntl(pipe.writer.rawValue, F_GETFL) & O_NONBLOCK, 0)
    }

    func testSocketThatNobodyReadsDoesNotBlock() throws {
        let pair = try SocketPair()
        let blocking = try pair.first.duplicate()
        try blocking.setNonBlocking(false)
        let log = LogWriter(descriptor: blocking.rawValue)
        let text = String(repeating: "x", count: 1_000)

        for _ in 0..<2_000 { log.write(.info, "test.filled") { $0.add("text", text) } }

        XCTAssertGreaterThan(log.droppedLineCount, 0)
    }

    func testReaderThatIsGoneDoesNotEndTheProcess() throws {
        try Signal.brokenPipe.ignore()
        let pipe = try Pipe()
        let writer = try pipe.writer.duplicate()
        let log = LogWriter(descriptor: writer.rawValue)
        Shell.closeBoth(pipe)

        log.write(.info, "lane.opened")

        XCTAssertTrue(log.wantsWrite)
    }
}
