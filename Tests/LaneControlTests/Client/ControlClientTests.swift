import Protocol
import System
import XCTest

@testable import LaneControl

final class ControlClientTests: LaneControlTestCase {
    /// Answers in turn, the last one for ever.
    private func steps(_ steps: [[ScriptedSupervisor.Action]]) -> ScriptedSupervisor.Script {
        let box = StepBox(steps)
        return { _ in box.next() }
    }

    func testSubmitIsRepeatedWithItsKeyWhenTheConnectionBreaks() throws {
        let script = steps([[.close], [.reply(.missions([Samples.mission()], nextCursor: nil))]])

        let (outcome, requests, connections) = try run(["submit", "work"], script: script)

        XCTAssertEqual(outcome.status, 0, outcome.notes)
        XCTAssertEqual(outcome.output, "m1 queued on vp.coder.primary (background)\n")
        XCTAssertEqual(requests.count, 2)
        XCTAssertEqual(requests.first, requests.last)
        XCTAssertEqual(connections, 2)
        guard case .missionSubmit(let missions, false)? = requests.first else {
            return XCTFail("\(requests)")
        }
        XCTAssertEqual(
            missions.map(\.idempotencyKey),
            ["lanectl-000000000000abcd000000000000abcd"]
        )
    }

    func testSecondBreakIsAnError() throws {
        let (outcome, requests, _) = try run(["submit", "work"], script: steps([[.close]]))

        XCTAssertEqual(outcome.status, 69)
        XCTAssertEqual(requests.count, 2)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: the connection to \"SOCKET\" broke: the supervisor closed it "
                + "(is lanekeeper running? systemctl status lanekeeper, or lanekeeper run)\n"
        )
    }

    func testWhatWouldDoMoreTheSecondTimeIsNotRepeated() throws {
        for words in [
            ["lane", "restart", "a"], ["mission", "requeue", "m"], ["supervisor", "backup"],
        ] {
            let (outcome, requests, _) = try run(words, script: steps([[.close]]))

            XCTAssertEqual(outcome.status, 69)
            XCTAssertEqual(requests.count, 1, "\(words)")
            XCTAssertTrue(outcome.notes.contains("may have been carried out"), outcome.notes)
        }
    }

    func testWaitOutlivesTwoRestartsOfTheSupervisor() throws {
        let end = Samples.mission("m1", .completed)
        let script = steps([[.close], [.close], [.reply(.mission(end))]])

        let (outcome, requests, _) = try run(["wait", "m1"], script: script)

        XCTAssertEqual(outcome.status, 0, outcome.notes)
        XCTAssertEqual(requests.count, 3)
    }

    func testMissingAnswerIsTemporary() throws {
        let (outcome, _, _) = try run(
            ["status"],
            change: { $0.answerMilliseconds = 30 },
            script: { _ in [] }
        )

        XCTAssertEqual(outcome.status, 75)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: no answer from \"SOCKET\" in time (try again; lanectl doctor)\n"
        )
    }

    func testUnreachableSocketNamesThePathAndWhatToDo() {
        let outcome = run(["--socket", "/tmp/none.sock", "status", "-o", "json"])

        XCTAssertEqual(outcome.status, 69)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: cannot connect \"/tmp/none.sock\": no such file or directory "
                + "(is lanekeeper running? systemctl status lanekeeper, or lanekeeper run)\n"
        )
        XCTAssertTrue(outcome.output.hasPrefix(#"{"apiVersion":"lanekeeper/v1","code":69,"hint""#))
    }

    func testSocketThatMayNotBeReachedIsAnotherUsers() {
        let error = SystemError(call: "connect", object: "/run/user/1001", errno: .accessDenied)

        XCTAssertEqual(
            ControlClient.hint(for: error),
            "it is another user's instance; name yours with --socket, or ask for a role in `roles`"
        )
    }

    func testSocketPathThatIsTooLongIsOneClearLine() {
        let path = "/tmp/" + String(repeating: "x", count: 200)

        let outcome = run(["--socket", path, "status"])

        XCTAssertEqual(outcome.status, 69)
        XCTAssertTrue(outcome.notes.contains("at most 107 bytes, this one 205"), outcome.notes)
    }

    func testGarbageIsOneClearLine() throws {
        let (outcome, _, _) = try run(["status"]) { _ in [.raw("{\"jsonrpc\"\n")] }

        XCTAssertEqual(outcome.status, 70)
        XCTAssertTrue(outcome.notes.hasPrefix("lanectl: cannot read what"), outcome.notes)
        XCTAssertEqual(outcome.notes.filter { $0 == "\n" }.count, 1)
    }

    func testEveryRefusalHasItsExitCodeAndReason() throws {
        let codes: [ExitCode] = [
            .objectFailed, .usage, .notFound, .refused, .conflict, .internalFailure, .temporary,
            .notPermitted, .configuration, .waitTimedOut,
        ]
        for code in codes {
            var error = ControlError(code, .queueFull, "no\nroom", object: "m1", hint: "wait")
            error.retryAfterMilliseconds = 1_500
            let refusal = error

            let (outcome, _, _) = try run(["status", "-o", "json"]) { _ in [.reply(.error(refusal))]
            }

            XCTAssertEqual(outcome.status, code.rawValue)
            XCTAssertEqual(outcome.notes, "lanectl: no room (wait)\n")
            XCTAssertEqual(
                outcome.output,
                #"{"apiVersion":"lanekeeper/v1","code":\#(code.rawValue),"hint":"wait","kind":"Error","#
                    + #""message":"no\nroom","object":"m1","reason":"queue_full","#
                    + #""retry_after_ms":1500}"# + "\n"
            )
        }
    }

    func testAnswerOfAnotherKindIsAnError() throws {
        let (outcome, _, _) = try run(["status"]) { _ in [.reply(.lanes([]))] }

        XCTAssertEqual(outcome.status, 70)
        XCTAssertEqual(
            outcome.notes,
            "lanectl: the supervisor did not answer with its status "
                + "(is it another version? lanectl version)\n"
        )
    }
}
