import Protocol
import System
import XCTest

/// Shadow copies with real workers, and `lane-worker copy-workspace` by itself.
final class WorkspaceCopyProgramTests: XCTestCase {
    // MARK: Runs

    func testShadowCopyWorksInACopyOfTheWorkspace() throws {
        let bench = try WorkerBench()
        try write("real", to: "\(bench.workspace)/file")
        let supervisor = try bench.supervise()
        let script = """
            pwd; echo "$LANE_WORKSPACE $LANE_SHADOW"; cat file; echo copy > file; echo new > other
            while [ ! -e "$TMPDIR/go" ]; do sleep 0.01; done; exit 0
            """
        let order = try bench.shell(script) { order in
            order.envelope.shadowOf = MissionID("m0")
            order.envelope.checks = [["/bin/sh", "-c", "cat file other && test $LANE_SHADOW = 1"]]
        }
        let copy = "\(bench.laneFolder)/shadow/m1.1"
        try supervisor.send(.startMission(order))
        try bench.waitUntil("it has written") { Files.exists("\(copy)/other") }

        XCTAssertEqual(try text("\(copy)/file"), "copy\n")
        try write("", to: "\(bench.laneFolder)/tmp/go")
        let result = try supervisor.result()

        XCTAssertEqual(result.outcome, .completed, result.summary ?? "")
        XCTAssertEqual(try bench.log(), "\(copy)\n\(copy) 1\nrealcopy\nnew\n")
        XCTAssertEqual(try text("\(bench.workspace)/file"), "real")
        XCTAssertEqual(try Files.list(bench.workspace), ["file"])
        try bench.waitUntil("the copy is gone") {
            try Files.list("\(bench.laneFolder)/shadow").isEmpty
        }
    }

    func testRunWithoutAnOriginalWorksInTheWorkspace() throws {
        let bench = try WorkerBench()

        let result = try bench.supervise().run(
            try bench.shell("pwd; echo \"[$LANE_SHADOW]\"; echo new > file")
        )

        XCTAssertEqual(result.outcome, .completed)
        XCTAssertEqual(try bench.log(), "\(bench.workspace)\n[]\n")
        XCTAssertEqual(try text("\(bench.workspace)/file"), "new\n")
        XCTAssertFalse(Files.exists("\(bench.laneFolder)/shadow"))
    }

    func testCopyThatIsStoppedLeavesNothing() throws {
        let bench = try WorkerBench()
        try write("real", to: "\(bench.workspace)/file")
        let supervisor = try bench.supervise()
        let order = try bench.shell("sleep 600 & sleep 600") {
            $0.envelope.shadowOf = MissionID("m0")
        }
        try supervisor.send(.startMission(order))
        try bench.waitUntil("the copy is there") {
            Files.exists("\(bench.laneFolder)/shadow/m1.1/file")
        }

        try supervisor.cancel(order, isImmediate: true)
        let result = try supervisor.result()

        XCTAssertEqual(result.outcome, .cancelled)
        XCTAssertEqual(try bench.processes(), [])
        try bench.waitUntil("the copy is gone") {
            try Files.list("\(bench.laneFolder)/shadow").isEmpty
        }
    }

    func testWorkspaceThatCannotBeCopiedFailsTheRunWithASentence() throws {
        let bench = try WorkerBench()
        let supervisor = try bench.supervise()
        try Files.removeTree(bench.workspace)

        let result = try supervisor.run(
            try bench.shell("true") { $0.envelope.shadowOf = MissionID("m0") }
        )

        let sentence =
            "the workspace is not copied: cannot open folder \"\(bench.workspace)\": "
            + "no such file or directory"
        XCTAssertEqual(result.outcome, .failed)
        XCTAssertEqual(result.reason, .notRunnable)
        XCTAssertEqual(result.scope, .lane)
        XCTAssertEqual(result.summary, sentence)
        XCTAssertEqual(try bench.log(), "lane-worker: \(sentence)\n")
    }

    func testRuntimeThatDoesNotExistIsTheLanesFault() throws {
        let bench = try WorkerBench()

        let result = try bench.supervise().run(
            try bench.order(argv: ["no-such-runtime"]) { $0.envelope.shadowOf = MissionID("m0") }
        )

        XCTAssertEqual(result.reason, .notRunnable)
        XCTAssertEqual(result.exit, .code(126))
        XCTAssertEqual(
            result.summary,
            "cannot execute \"no-such-runtime\": no such file or directory"
        )
    }

    func testCopyIsMadeThoughAnUpgradeHasReplacedTheWorkersProgram() throws {
        let program = "/tmp/wc\(CurrentProcess.pid).program"
        defer { XCTAssertFalse(Files.exists(program)) }
        let bench = try WorkerBench(
            launcher: ["/bin/sh", "-c", "cp \"$0\" \(program) && exec \(program) \"$@\""]
        )
        let supervisor = try bench.supervise()
        try Files.remove(program)

        let result = try supervisor.run(
            try bench.shell("pwd") { $0.envelope.shadowOf = MissionID("m0") }
        )

        XCTAssertEqual(result.outcome, .completed, result.summary ?? "")
        XCTAssertEqual(try bench.log(), "\(bench.laneFolder)/shadow/m1.1\n")
    }

    func testLeftOverCopiesAreRemovedByTheNextWorker() throws {
        let bench = try WorkerBench()
        try bench.process.send(.kill)
        _ = try bench.process.wait(until: Clock.bootTime() + .seconds(5))
        let left = "\(bench.laneFolder)/shadow/m9.1"
        try Files.createFolders("\(left)/a/b", mode: 0o700)
        // More than one turn removes.
        for index in 0..<600 { try write("", to: "\(left)/a/\(index)") }

        try bench.startNextGeneration(2)

        XCTAssertEqual(
            try bench.supervise(generation: 2).run(try bench.shell("true")).outcome,
            .completed
        )
        try bench.waitUntil("the left-over is gone") {
            try Files.list("\(bench.laneFolder)/shadow").isEmpty
        }
    }

    // MARK: By itself

    func testProgramThatIsFoundBecomesTheProcess() throws {
        let bench = try Bench()

        let ended = try bench.run(["--", "sh", "-c", "pwd; exit 9"])

        XCTAssertEqual(ended.status, .exited(code: 9))
        XCTAssertEqual(ended.output, "\(bench.folder)/copy\n")
    }

    func testFolderThatMayNotBeReadIsNamed() throws {
        let bench = try Bench()
        try Files.createFolders("\(bench.folder)/source/closed", mode: 0)
        // Root may read everywhere, unless that is taken from it.
        let launcher = ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"]

        let ended = try bench.run(
            ["--", "true"],
            launcher: CurrentProcess.uid == 0 ? launcher : []
        )

        XCTAssertEqual(ended.status, .exited(code: 126))
        XCTAssertEqual(
            ended.output,
            "lane-worker: the workspace is not copied: cannot open "
                + "\"\(bench.folder)/source/closed\": permission denied\n"
        )
    }

    func testFullDiskIsNamed() throws {
        let bench = try Bench()
        try Files.writeAtomically(
            [UInt8](repeating: 1, count: 3 << 20),
            to: "\(bench.folder)/source/large",
            mode: 0o600
        )
        try Files.createFolders("\(bench.folder)/small", mode: 0o700)
        let script = "mount -t tmpfs -o size=1m none \(bench.folder)/small || exit 77; exec \"$@\""

        let ended = try bench.run(
            ["--", "true"],
            launcher: ["/usr/bin/unshare", "-m", "/bin/sh", "-c", script, "sh"],
            destination: "small/copy"
        )

        if [.exited(code: 77), .exited(code: 1)].contains(ended.status) {
            print("not proved: \(name): nothing can be mounted")
            throw XCTSkip("nothing can be mounted")
        }
        XCTAssertEqual(ended.status, .exited(code: 126))
        XCTAssertEqual(
            ended.output,
            "lane-worker: the workspace is not copied: cannot write copy of "
                + "\"\(bench.folder)/source/large\": no space left on device\n"
        )
    }

    func testCopyBeyondItsBoundIsRefused() throws {
        let bench = try Bench()
        try write("x", to: "\(bench.folder)/source/file")

        let ended = try bench.run(["--max-files", "0", "--", "true"])

        XCTAssertEqual(ended.status, .exited(code: 126))
        XCTAssertTrue(ended.output.hasSuffix("(at most 1024 MiB and 0 entries)\n"), ended.output)
    }

    func testWrongCommandLineIsAUsageError() throws {
        let bench = try Bench()

        let ended = try bench.run(["--max-files=3", "--", "true"])

        XCTAssertEqual(ended.status, .exited(code: ExitCode.usage.rawValue))
        XCTAssertEqual(
            ended.output,
            "lane-worker: \"--max-files=3\" is neither an option nor an absolute path "
                + "(see lane-worker --help)\n"
        )
    }

    // MARK: Support

    /// A folder with a source, and the program run on it.
    private final class Bench {
        let folder: String

        init() throws {
            folder = "/tmp/wc\(CurrentProcess.pid).\(try Entropy.seed() % 1_000_000)"
            try Files.createFolders("\(folder)/source", mode: 0o700)
        }

        deinit {
            // What cannot be removed is left to the machine's own cleaning of /tmp.
            try? Files.removeTree(folder)
        }

        /// Runs it to its end; standard output and standard error come together.
        func run(
            _ words: [String],
            launcher: [String] = [],
            destination: String = "copy"
        ) throws -> (status: System.ExitStatus?, output: String) {
            let command =
                launcher + [
                    try WorkerBench.product("lane-worker"), "copy-workspace", "\(folder)/source",
                    "\(folder)/\(destination)",
                ] + words
            var request = SpawnRequest(
                executable: command[0],
                arguments: Array(command.dropFirst()),
                environment: ["PATH=/usr/bin:/bin"]
            )
            let pipe = try System.Pipe()
            request.descriptors = [
                DescriptorMapping(pipe.writer.rawValue, as: 1),
                DescriptorMapping(pipe.writer.rawValue, as: 2),
            ]
            let process = try request.start()
            let status = try process.wait(until: Clock.bootTime() + .seconds(20))
            let stream = try ByteStream(pipe.reader)
            stream.readAvailable()
            return (status, String(decoding: stream.takeInput(), as: UTF8.self))
        }
    }

    private func write(_ text: String, to path: String) throws {
        try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
    }

    private func text(_ path: String) throws -> String {
        try Files.readText(path, byteCountMax: 1_000)
    }
}
