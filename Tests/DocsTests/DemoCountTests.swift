import Foundation
import IntegrationSupport
import XCTest

/// The counting of script/demo finds every kind of fault in what it is given.
final class DemoCountTests: XCTestCase {
    private let right =
        #"{"mission_id":"m1","status":"completed","class":"background","#
        + #""assigned_vp_id":"a","created_at":"2026-11-21T10:00:00.000Z","labels":{},"#
        + #""attempts":[{"run_id":"m1.1","fence":1,"outcome":"completed","#
        + #""started_at":"2026-11-21T10:00:01.000Z","ended_at":"2026-11-21T10:00:03.500Z"}]}"#
    private let begun = mark("start", run: "m1.1", fence: 1, at: 10)
    private let ended = mark("end", run: "m1.1", fence: 1, at: 20)

    func testHonestRunIsCountedAndShown() throws {
        let result = try count(missions: [right], marks: [begun, ended])

        XCTAssertEqual(result.code, 0, result.errors)
        XCTAssertEqual(last(result), "1 completed, 0 lost, 0 duplicated, 0 orphaned")
        XCTAssertTrue(result.output.contains("1.00 s  2.50 s  completed"), result.output)
    }

    func testCompletedWithoutItsEndIsLost() throws {
        try assertFault(
            missions: [right],
            marks: [begun],
            last: "0 completed, 1 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testEndOfAnotherFenceIsNoEnd() throws {
        try assertFault(
            missions: [right],
            marks: [begun, Self.mark("end", run: "m1.1", fence: 2, at: 20)],
            last: "0 completed, 1 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testAcknowledgedAndAbsentIsLost() throws {
        try assertFault(
            missions: [],
            marks: [begun, ended],
            last: "0 completed, 1 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testOpenMissionIsLost() throws {
        try assertFault(
            missions: [
                right.replacingOccurrences(
                    of: #""status":"completed""#,
                    with: #""status":"running""#
                )
            ],
            marks: [begun, ended],
            last: "0 completed, 1 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testFailedMissionIsNotCompleted() throws {
        try assertFault(
            missions: [
                right.replacingOccurrences(
                    of: #""status":"completed""#,
                    with: #""status":"failed""#
                )
            ],
            marks: [begun, ended],
            last: "0 completed, 0 lost, 0 duplicated, 0 orphaned"
        )
    }

    func testRunThatMetAnotherIsDuplicated() throws {
        try assertFault(
            missions: [right],
            marks: [Self.mark("start", run: "m1.1", fence: 1, at: 10, others: "[77]"), ended],
            last: "1 completed, 0 lost, 1 duplicated, 0 orphaned"
        )
    }

    func testOverlapOfTwoRunsIsDuplicated() throws {
        try assertFault(
            missions: [right],
            marks: [begun, Self.mark("start", run: "m1.2", fence: 2, at: 15), ended],
            last: "1 completed, 0 lost, 1 duplicated, 0 orphaned"
        )
    }

    func testSecondStartOfOneRunIsDuplicated() throws {
        try assertFault(
            missions: [right],
            marks: [begun, begun, ended],
            last: "1 completed, 0 lost, 1 duplicated, 0 orphaned"
        )
    }

    func testTwoAcceptedResultsAreDuplicated() throws {
        let second = #"{"run_id":"m1.2","fence":2,"outcome":"completed"}"#
        try assertFault(
            missions: [right.replacingOccurrences(of: "]}", with: ",\(second)]}")],
            marks: [begun, ended],
            last: "1 completed, 0 lost, 1 duplicated, 0 orphaned"
        )
    }

    func testLivingProcessOfAnEndedRunIsAnOrphan() throws {
        try assertFault(
            missions: [right],
            marks: [begun, ended],
            living: [#"{"pid":5,"start_ticks":1,"mission":"m1","run":"m1.1"}"#],
            last: "1 completed, 0 lost, 0 duplicated, 1 orphaned"
        )
    }

    func testLivingProcessOfAnUnknownRunIsAnOrphan() throws {
        try assertFault(
            missions: [right],
            marks: [begun, ended],
            living: [#"{"pid":5,"start_ticks":1,"mission":"m9","run":"m9.1"}"#],
            last: "1 completed, 0 lost, 0 duplicated, 1 orphaned"
        )
    }

    func testProcessThatHidItsEnvironmentIsFoundByItsMark() throws {
        // This process is alive, and says so of itself.
        let stat = try String(contentsOfFile: "/proc/self/stat", encoding: .utf8)
        let fields = try XCTUnwrap(stat.split(separator: ")").last).split(separator: " ")
        let pid = ProcessInfo.processInfo.processIdentifier
        let hidden = begun.replacingOccurrences(of: #""pid":1"#, with: #""pid":\#(pid)"#)
            .replacingOccurrences(
                of: #""start_ticks":99999999999"#,
                with: #""start_ticks":\#(fields[19])"#
            )

        try assertFault(
            missions: [right],
            marks: [hidden, ended],
            last: "1 completed, 0 lost, 0 duplicated, 1 orphaned"
        )
    }

    func testCutMarkIsAnError() throws {
        let result = try count(missions: [right], marks: [begun, String(ended.dropLast(9))])

        XCTAssertNotEqual(result.code, 0)
        XCTAssertFalse(result.output.contains("orphaned"), result.output)
    }

    // MARK: Support

    private static func mark(
        _ kind: String,
        run: String,
        fence: Int,
        at time: Int,
        others: String = "[]"
    ) -> String {
        // Nothing that runs was started so late after boot.
        #"{"mark":"\#(kind)","mission":"m1","run":"\#(run)","fence":\#(fence),"pid":1,"#
            + #""start_ticks":99999999999,"at_ns":\#(time),"others":\#(others)}"#
    }

    private func assertFault(
        missions: [String],
        marks: [String],
        living: [String] = [],
        last line: String,
        file: StaticString = #filePath,
        at number: UInt = #line
    ) throws {
        let result = try count(missions: missions, marks: marks, living: living)
        XCTAssertEqual(last(result), line, result.errors, file: file, line: number)
        XCTAssertEqual(result.code, 1, file: file, line: number)
        XCTAssertFalse(result.errors.isEmpty, file: file, line: number)
    }

    private func last(_ result: ProgramOutput) -> String {
        String(result.output.split(separator: "\n").last ?? "")
    }

    private func count(
        missions: [String],
        marks: [String],
        living: [String] = []
    ) throws -> ProgramOutput {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("lkcount-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "acknowledged": ["m1"], "missions": missions, "marks": marks, "living": living,
        ]
        var arguments = ["-B", Page.package.path + "/script/lib/demo/count.py"]
        for (name, lines) in files.sorted(by: { $0.key < $1.key }) {
            let file = folder.appendingPathComponent(name)
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: file)
            arguments += ["--\(name)", file.path]
        }
        return try ProgramOutput.run("/usr/bin/python3", arguments)
    }
}
