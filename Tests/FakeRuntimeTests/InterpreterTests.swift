import Foundation
import Protocol
import System
import XCTest

final class InterpreterTests: XCTestCase {
    func testEndOfTheScriptIsSuccess() throws {
        let execution = try Execution("say one; err two", "say three")

        XCTAssertEqual(try execution.outputText(), "one\nthree\n")
        XCTAssertEqual(try execution.errorText(), "two\n")
        XCTAssertEqual(try execution.end(), "exit:0")
    }

    func testMistakeEndsItBeforeTheFirstInstruction() throws {
        let execution = try Execution("say one; bogus")

        XCTAssertEqual(try execution.outputText(), "")
        XCTAssertEqual(try execution.end(), "exit:2")
        let lines = try execution.errorText().split(separator: "\n")
        XCTAssertEqual(lines.count, 1)
    }

    func testEveryExitCodeOfTheContract() throws {
        for code: Int32 in [0, 1, 75, 77, 78, 100, 125, 126, 127, 255] {
            XCTAssertEqual(try Execution("exit \(code); stall").end(), "exit:\(code)")
        }
    }

    func testSignalEndsIt() throws {
        XCTAssertEqual(try Execution("signal 9; stall").end(), "signal:9")
        XCTAssertEqual(try Execution("signal 15; stall").end(), "signal:15")
    }

    func testObjectiveIsReadFromItsFileThenFromInput() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/objective"
        try "say from the file\nexit 3\n".write(toFile: path, atomically: false, encoding: .utf8)
        let file = try Files.openForReading(path)

        let byName = try Execution(variables: ["LANE_OBJECTIVE_FILE=\(path)"])
        let byInput = try Execution(input: file.rawValue)

        for execution in [byName, byInput] {
            XCTAssertEqual(try execution.outputText(), "from the file\n")
            XCTAssertEqual(try execution.end(), "exit:3")
        }
    }

    func testMarksNameTheVeryProcess() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/marks"
        let execution = try Execution(
            "mark \(path); endmark \(path)",
            variables: ["LANE_MISSION_ID=m1", "LANE_FENCE=42"]
        )
        let identity = execution.handle.identity

        XCTAssertEqual(try execution.end(), "exit:0")

        let owner = "m1 \(identity.pid) \(identity.startTicks) 42"
        let marks = try String(contentsOfFile: path, encoding: .utf8)
        XCTAssertEqual(marks, "\(owner) start\n\(owner) end\n")
    }

    func testMarkTellsThatAnotherRunOfTheMissionLives() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/marks"
        let first = try Execution(
            "mark \(path); mark \(path); say on; stall",
            variables: ["LANE_MISSION_ID=m1"]
        )
        XCTAssertEqual(first.nextOutputText(), "on\n")

        for mission in ["m1", "m2"] {
            let other = try Execution("mark \(path)", variables: ["LANE_MISSION_ID=\(mission)"])
            XCTAssertEqual(try other.end(), "exit:0")
        }
        _ = try first.handle.send(.kill)
        XCTAssertEqual(try first.end(), "signal:9")
        let last = try Execution("mark \(path)", variables: ["LANE_MISSION_ID=m1"])
        XCTAssertEqual(try last.end(), "exit:0")

        let marks = try String(contentsOfFile: path, encoding: .utf8)
        let words = marks.split(separator: "\n").map { $0.split(separator: " ").last }
        XCTAssertEqual(words, ["start", "start", "overlap", "start", "start"])
    }

    func testMarkThatCannotBeWrittenEndsIt() throws {
        let execution = try Execution("mark /proc/none/marks; say on")

        XCTAssertEqual(try execution.outputText(), "")
        XCTAssertEqual(try execution.end(), "exit:74")
    }

    func testEffectsNameTheRunAndTheMoment() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/effects"
        let before = Clock.now().wall.nanoseconds
        let execution = try Execution(
            "effect \(path) start; effect \(path) end",
            variables: ["LANE_ID=l", "LANE_MISSION_ID=m1", "LANE_RUN_ID=m1.2", "LANE_FENCE=42"]
        )
        let identity = execution.handle.identity

        XCTAssertEqual(try execution.end(), "exit:0")

        let owner = "l m1 m1.2 42 \(identity.pid) \(identity.startTicks)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        XCTAssertTrue(text.hasSuffix("\n"))
        let lines = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
        XCTAssertEqual(lines.map(\.last), ["\(owner) start", "\(owner) end"])
        let times = lines.compactMap { Int64($0[0]) }
        XCTAssertEqual(times, times.sorted())
        XCTAssertTrue((before...Clock.now().wall.nanoseconds).contains(try XCTUnwrap(times.first)))
    }

    func testEffectTellsThatAnotherRunOfTheMissionLives() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/effects"
        let first = try Execution(
            "effect \(path) start; say on; stall",
            variables: ["LANE_MISSION_ID=m1"]
        )
        XCTAssertEqual(first.nextOutputText(), "on\n")

        for mission in ["m1", "m2"] {
            let other = try Execution(
                "effect \(path) start",
                variables: ["LANE_MISSION_ID=\(mission)"]
            )
            XCTAssertEqual(try other.end(), "exit:0")
        }
        _ = try first.handle.send(.kill)
        XCTAssertEqual(try first.end(), "signal:9")

        let text = try String(contentsOfFile: path, encoding: .utf8)
        let words = text.split(separator: "\n").map { $0.split(separator: " ").last }
        XCTAssertEqual(words, ["start", "overlap", "start"])
    }

    func testIncludedScriptIsReadWhenItsTurnComes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/more"
        let execution = try Execution("include \(path); write \(path) say later; include \(path)")

        XCTAssertEqual(try execution.outputText(), "later\n")
        XCTAssertEqual(try execution.end(), "exit:0")

        XCTAssertEqual(try Execution("write \(path) exit 7").end(), "exit:0")
        XCTAssertEqual(try Execution("include \(path); stall").end(), "exit:7")
    }

    func testMistakeInAnIncludedScriptEndsItThere() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/more"
        XCTAssertEqual(try Execution("write \(path) bogus").end(), "exit:0")

        let execution = try Execution("say one; include \(path); say two")

        XCTAssertEqual(try execution.outputText(), "one\n")
        XCTAssertEqual(try execution.end(), "exit:2")
    }

    func testFilesThatIncludeEachOtherEnd() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/more"
        XCTAssertEqual(try Execution("write \(path) include \(path)").end(), "exit:0")

        XCTAssertEqual(try Execution("include \(path)").end(), "exit:74")
    }

    func testInstructionForOneAttemptIsPassedOverInOthers() throws {
        let script = "attempt 1 say first; attempt 2 exit 5; say on"

        let first = try Execution(script)
        let second = try Execution(script, variables: ["LANE_ATTEMPT=2"])

        XCTAssertEqual(try first.outputText(), "first\non\n")
        XCTAssertEqual(try first.end(), "exit:0")
        XCTAssertEqual(try second.outputText(), "")
        XCTAssertEqual(try second.end(), "exit:5")
    }

    func testFilesAreWrittenShownAndWaitedFor() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/gate"
        let waiting = try Execution("say ready; wait-file \(path); cat \(path)")
        XCTAssertEqual(waiting.nextOutputText(), "ready\n")
        XCTAssertTrue(try waiting.holdsOutput())

        XCTAssertEqual(try Execution("write \(path) open now").end(), "exit:0")

        XCTAssertEqual(try waiting.outputText(), "open now\n")
        XCTAssertEqual(try waiting.end(), "exit:0")
    }

    func testResultFileHoldsTheResult() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/result"
        let execution = try Execution("resultfile ok done", variables: ["LANE_RESULT_FILE=\(path)"])

        XCTAssertEqual(try execution.end(), "exit:0")

        let text = try String(contentsOfFile: path, encoding: .utf8)
        XCTAssertEqual(text, #"{"lane":"result","status":"ok","text":"done"}"# + "\n")
        XCTAssertEqual(try Execution("resultfile ok done").end(), "exit:74")
    }

    func testFloodAndLongLineHaveTheirExactLength() throws {
        let flood = try Execution("flood 3").outputText()
        let line = try Execution("longline 2").outputText()

        XCTAssertEqual(flood.utf8.count, 3 << 20)
        XCTAssertEqual(line.utf8.count, (2 << 20) + 1)
        XCTAssertEqual(
            line.utf8.firstIndex(of: UInt8(ascii: "\n")),
            line.utf8.index(before: line.endIndex)
        )
    }

    func testIgnoredTerminationLeavesOnlyKill() throws {
        let execution = try Execution("ignore-term; say ready; sleep 0.05; say awake; stall")
        XCTAssertEqual(execution.nextOutputText(), "ready\n")

        XCTAssertTrue(try execution.handle.send(.terminate))
        XCTAssertEqual(execution.nextOutputText(), "awake\n")
        XCTAssertTrue(try execution.handle.send(.kill))

        XCTAssertEqual(try execution.end(), "signal:9")
    }

    func testSpinUsesTheCoreThatLong() throws {
        let start = Clock.bootTime()

        XCTAssertEqual(try Execution("spin 0.05").end(), "exit:0")

        XCTAssertGreaterThanOrEqual(Clock.bootTime().since(start).nanoseconds, 50_000_000)
    }
}
