import Protocol
import XCTest

@testable import LaneControl

final class ParsedArgumentsTests: XCTestCase {
    func testValuesAreChecked() {
        let cases: [([String], String)] = [
            (
                ["wait", "m", "--timeout", "soon"],
                "--timeout is a length of time such as 90s, 10m or "
                    + "1h30m, from 0s to 7d, not \"soon\""
            ),
            (
                ["submit", "x", "--max-attempts", "0"],
                "--max-attempts is a number from 1 to 100, not "
                    + "\"0\""
            ),
            (
                ["submit", "x", "--lane", "A/b"],
                "\"A/b\" is no lane's name (words of a-z and 0-9 "
                    + "joined by . or -, at most 48 bytes)"
            ),
            (
                ["submit", "x", "--id", ".x"],
                "\".x\" is no mission's id (1 to 64 of A-Z a-z 0-9 . _ -; "
                    + "lanectl mission list)"
            ),
            (
                ["submit", "x", "--require", "tool"],
                "--require is one of tools, resume, cancel, "
                    + "streaming, usage, permissions, not \"tool\" (did you mean \"tools\"?)"
            ),
            (["lane", "pause", "a"], "pause requires --reason (who reads the trail wants it)"),
            (["drain", "a"], "drain requires --reason (who reads the trail wants it)"),
            (
                ["cancel", "m", "--force"],
                "a forced cancel requires --reason "
                    + "(who reads the trail wants it)"
            ),
            (
                ["mission", "requeue", "m", "--force"],
                "a forced requeue requires --reason "
                    + "(who reads the trail wants it)"
            ),
            (
                ["lane", "restart", "a", "--force"],
                "a forced restart requires --reason "
                    + "(who reads the trail wants it)"
            ),
            (["cancel", "m", "--reason", ""], "--reason has 1 to 500 bytes, not 0"),
            (
                ["drain", "a", "--reason", "r", "--detach", "--timeout", "1m"],
                "--timeout waits and --detach does not (give one of them)"
            ),
            (
                ["drain", "a", "--monitor", "--deadline", "1m"],
                "--deadline is for an order to drain, and --monitor gives none (give one of them)"
            ),
            (
                ["events", "-f", "-o", "json"],
                "--follow has no end, and json is one document "
                    + "(-o jsonl)"
            ),
            (
                ["events", "--since", "1h", "--cursor", "3"],
                "--since and --cursor both say where to begin"
            ),
            (
                ["events", "--type", "mision"],
                "no event type begins with \"mision\" "
                    + "(docs/events.md lists them)"
            ),
        ]

        for (words, message) in cases {
            let world = LaneControlTestCase.makeWorld()
            let console = RecordingConsole()
            let status = Program(world: world, console: console).run(words)
            XCTAssertEqual(console.notes, "lanectl: \(message)\n")
            XCTAssertEqual(status, 2, "\(words)")
        }
    }
}
