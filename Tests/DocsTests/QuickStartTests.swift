import Foundation
import IntegrationSupport
import System
import XCTest

/// The commands of `docs/quick-start.md`, in their order, as a person would type them.
final class QuickStartTests: XCTestCase {
    func testEveryStepDoesWhatThePageSays() throws {
        let folder = "/tmp/lkq\(ProcessInfo.processInfo.processIdentifier)"
        addTeardownBlock { self.remove(folder) }

        let result = try ProgramOutput.run(
            "/bin/bash",
            ["-euc", try script(in: folder)],
            environment: ["PATH=\(try programs()):/usr/bin:/bin"],
            seconds: 60
        )

        XCTAssertEqual(result.code, 0, result.errors)
        for line in [
            "hello from vp.coder.primary", "slots_busy", "worker_died",
            "the task was: a haiku about lanes",
        ] {
            XCTAssertTrue(result.output.contains(line), "\(line) is not in \(result.output)")
        }
        XCTAssertTrue(result.errors.contains("vp.writer: drained"), result.errors)
        XCTAssertFalse(Files.exists(folder))
    }

    /// The page's blocks of shell behind the build, with what a person fills in.
    private func script(in folder: String) throws -> String {
        let page = try Page("docs/quick-start.md")
        let blocks = page.blocks("sh").filter { !$0.contains("swift build") }
        let configuration = try XCTUnwrap(page.blocks("json5").first)
        var steps = blocks.joined()
        let start = try XCTUnwrap(steps.range(of: "kill %1"))
        steps.insert(
            contentsOf: "cat >/tmp/lk/lanekeeper.json <<'JSON'\n\(configuration)JSON\n",
            at: start.lowerBound
        )
        let waiting = "$(lanectl mission list --status queued -o name | tail -n 1)"
        let first = "$(lanectl mission list --all -o name | head -n 1)"
        let killed = "$(lanectl ps --lane code-writer -o name | head -n 1)"
        let worker = "$(lanectl lane show code-writer | awk '/^worker/ { print $3 }')"
        return
            steps
            .replacingOccurrences(of: "lanectl logs MISSION", with: "lanectl logs \(first)")
            .replacingOccurrences(of: "lanectl why MISSION", with: "lanectl why \(waiting)")
            .replacingOccurrences(
                of: "kill -KILL PID\n",
                with: "killed=\(killed)\nkill -KILL \(worker)\nsleep 1\n"
            )
            .replacingOccurrences(of: "mission show MISSION", with: "mission show $killed")
            .replacingOccurrences(of: "/tmp/lk", with: folder)
    }

    private func programs() throws -> String {
        let path = try Products.path("lanectl")
        return String(path.dropLast("/lanectl".count))
    }

    /// Ends and deletes what a script that failed has left.
    private func remove(_ folder: String) {
        do {
            let census = ProcessCensus(state: "\(folder)/state")
            try Deadline.wait(until: "nothing of \(folder) lives") {
                let left = try census.daemons() + census.members().map(\.process)
                for process in left { _ = try ProcessHandle.open(process)?.send(.kill) }
                return left.isEmpty
            }
            try Files.removeTree(folder)
            try Files.removeTree("\(folder).log")
        } catch {
            XCTFail("cannot remove \(folder): \(error)")
        }
    }
}
