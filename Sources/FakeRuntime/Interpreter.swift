internal import Protocol
internal import System

/// Carries out a script, one instruction after another.
struct Interpreter {
    private let environment: Environment
    /// Held to the end of the process, so that another run of the mission can tell that it lives.
    private var lock: FileLock?
    /// How many files that include each other are open.
    private var includeDepth = 0
    private let includeDepthMax = 8
    private let clockStep: Instruction.Nanoseconds = 5_000_000
    private let fileWaitMax: Instruction.Nanoseconds = 60_000_000_000
    private let blockByteCount = 65_536

    /// Makes one that sees `environment`.
    init(environment: Environment) {
        self.environment = environment
    }

    /// Carries out all of `script`.
    ///
    /// Returns at its end, unless an instruction ends the process.
    ///
    /// - Throws: `ScriptError.impossible` at the first instruction that the machine refuses.
    mutating func run(_ script: Script) throws(ScriptError) {
        for instruction in script.instructions {
            try perform(instruction)
        }
    }

    private mutating func perform(_ instruction: Instruction) throws(ScriptError) {
        switch instruction {
        case .say(let text): try Channel.output.write(line: text)
        case .complain(let text): try Channel.errors.write(line: text)
        case .report(let line): try reportChannel().write(line: line)
        case .resultFile(let line): try writeResult(line)
        case .pause(let span): try pause(span)
        case .stall: while true { try pause(60_000_000_000) }
        case .flood(let count): try flood(mebibyteCount: count)
        case .longLine(let count): try writeLongLine(mebibyteCount: count)
        case .spin(let span): spin(span)
        case .grandchild(let lifetime, let options):
            try Grandchild(environment: environment).start(lifetime: lifetime, options: options)
        case .ignoreTermination:
            try attempt("ignore", "SIGTERM") { () throws(SystemError) in
                try Signal.terminate.ignore()
            }
        case .exit(let code): CurrentProcess.exit(code)
        case .signal(let number): try raise(Signal(rawValue: number))
        case .mark(let path, let isEnd): try mark(path, word: isEnd ? "end" : beginning(path))
        case .effect(let path, let isEnd): try effect(path, word: isEnd ? "end" : beginning(path))
        case .showVariable(let name): try Channel.output.write(line: environment[name] ?? "")
        case .showEnvironment: try showEnvironment()
        case .write(let path, let text): try write("\(text)\n", to: path)
        case .show(let path): try show(path)
        case .waitForFile(let path): try wait(for: path)
        case .close(let descriptor): _ = Descriptor(adopting: descriptor)
        case .include(let path): try include(environment.expanding(path))
        case .attempt(let number, let instruction):
            if attemptNumber == String(number) { try perform(instruction) }
        }
    }

    // MARK: Choices

    private var attemptNumber: String { environment["LANE_ATTEMPT"] ?? "1" }

    /// Carries out the script in a file as it is now; nothing without a file.
    private mutating func include(_ path: String) throws(ScriptError) {
        guard includeDepth < includeDepthMax else {
            throw ScriptError.impossible(
                operation: "include",
                object: path,
                cause: "\(includeDepthMax) files include each other already"
            )
        }
        let text = try attempt("include", path) { () throws(SystemError) -> String? in
            do throws(SystemError) {
                return try Files.readText(path, byteCountMax: 1 << 20)
            } catch  where error.isNotFound {
                return nil
            }
        }
        guard let text else { return }
        includeDepth += 1
        defer { includeDepth -= 1 }
        try run(try Script(text))
    }

    // MARK: Output

    /// The descriptor named by the environment, else stdout: a profile may read reports there.
    private func reportChannel() throws(ScriptError) -> Channel {
        guard let text = environment["LANE_REPORT_FD"] else { return .output }
        guard let number = Int32(text), number >= 0 else {
            throw ScriptError.impossible(
                operation: "use",
                object: "LANE_REPORT_FD=\(text)",
                cause: "not a descriptor"
            )
        }
        return Channel(descriptor: number)
    }

    private func writeResult(_ line: String) throws(ScriptError) {
        guard let path = environment["LANE_RESULT_FILE"] else {
            throw ScriptError.impossible(
                operation: "write",
                object: "LANE_RESULT_FILE",
                cause: "the variable is not set"
            )
        }
        try write(line + "\n", to: path)
    }

    private func flood(mebibyteCount: Int) throws(ScriptError) {
        let line = Array(
            "the quick brown fox jumps over the lazy dog and goes on its way again\n".utf8
        )
        var block: [UInt8] = []
        while block.count < blockByteCount { block += line }
        var rest = mebibyteCount << 20
        while rest > 0 {
            try Channel.output.write(block.prefix(rest))
            rest -= min(rest, block.count)
        }
    }

    private func writeLongLine(mebibyteCount: Int) throws(ScriptError) {
        let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<mebibyteCount {
            try Channel.output.write(block[...])
        }
        try Channel.output.write(line: "")
    }

    private func showEnvironment() throws(ScriptError) {
        for entry in environment.entries.sorted() {
            try Channel.output.write(line: entry)
        }
    }

    // MARK: Time

    /// Waits that long, measured in boot time; a signal that is ignored does not cut it short.
    private func pause(_ span: Instruction.Nanoseconds) throws(ScriptError) {
        let end = Clock.bootTime().nanoseconds + span
        try attempt("wait", "a deadline") { () throws(SystemError) in
            _ = try Poll.wait([], until: MonotonicTime(nanoseconds: end))
        }
    }

    private func spin(_ span: Instruction.Nanoseconds) {
        let end = Clock.bootTime().nanoseconds + span
        while Clock.bootTime().nanoseconds < end {}
    }

    private func wait(for path: String) throws(ScriptError) {
        for _ in 0..<(fileWaitMax / clockStep) {
            if Files.exists(path) { return }
            try pause(clockStep)
        }
        throw ScriptError.impossible(
            operation: "wait for",
            object: path,
            cause: "not there after 60 s"
        )
    }

    // MARK: Processes and files

    /// Sends itself a signal; one that does not end the process lets the script go on.
    private func raise(_ signal: Signal) throws(ScriptError) {
        try attempt("send signal", signal.description) { () throws(SystemError) in
            _ = try ProcessHandle.open(try CurrentProcess.identity())?.send(signal)
        }
    }

    /// How the first mark or effect of a run ends: `overlap` if another run of the mission that
    /// left one in this file is alive.
    private mutating func beginning(_ path: String) throws(ScriptError) -> String {
        guard lock == nil else { return "start" }
        let mission = environment["LANE_MISSION_ID"] ?? "-"
        let taken = try attempt("lock", path) { () throws(SystemError) in
            try FileLock.acquire("\(path).\(mission).lock")
        }
        guard case .acquired(let lock) = taken else { return "overlap" }
        self.lock = lock
        return "start"
    }

    /// Appends who runs here.
    ///
    /// The line is written by one call, so that marks of several runs in one file do not mix, and it
    /// is synced, so that it tells the truth about a process killed next.
    private func mark(_ path: String, word: String) throws(ScriptError) {
        try attempt("mark", path) { () throws(SystemError) in
            let identity = try CurrentProcess.identity()
            let mission = environment["LANE_MISSION_ID"] ?? "-"
            let fence = environment["LANE_FENCE"] ?? "-"
            let line = "\(mission) \(identity.pid) \(identity.startTicks) \(fence) \(word)\n"
            try Files.append(Array(line.utf8), to: path, mode: 0o600)
        }
    }

    /// Appends who runs here and since when.
    ///
    /// By one call, like a mark, but not synced: thousands of runs a minute write into one file,
    /// which is read on the machine they ran on.
    private func effect(_ path: String, word: String) throws(ScriptError) {
        try attempt("append to", path) { () throws(SystemError) in
            let identity = try CurrentProcess.identity()
            let variables = ["LANE_ID", "LANE_MISSION_ID", "LANE_RUN_ID", "LANE_FENCE"]
            let who = variables.map { environment[$0] ?? "-" }
            let process = ["\(identity.pid)", "\(identity.startTicks)"]
            let time = "\(Clock.now().wall.nanoseconds)"
            let line = ([time] + who + process + [word]).joined(separator: " ") + "\n"
            let file = try AppendFile(path: path, mode: 0o600, byteCountMax: .max)
            try file.append(Array(line.utf8)[...])
        }
    }

    private func write(_ text: String, to path: String) throws(ScriptError) {
        try attempt("write", path) { () throws(SystemError) in
            try Files.writeAtomically(Array(text.utf8), to: path, mode: 0o600)
        }
    }

    private func show(_ path: String) throws(ScriptError) {
        let bytes = try attempt("read", path) { () throws(SystemError) in
            try Files.read(path, byteCountMax: 1 << 30)
        }
        try Channel.output.write(bytes[...])
    }

    private func attempt<Value>(
        _ operation: String,
        _ object: String,
        _ body: () throws(SystemError) -> Value
    ) throws(ScriptError) -> Value {
        do {
            return try body()
        } catch {
            throw .impossible(operation: operation, object: object, cause: error.errno.description)
        }
    }
}
