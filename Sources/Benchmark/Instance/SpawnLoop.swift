import Harness
import Protocol
import System

/// The loop in C that starts processes with what a run needs at the least, and nobody in between.
///
/// `script/bench` compiles it from `script/lib/peers/spawn_loop.c`, beside the programs.
struct SpawnLoop {
    private let program: String
    private let folder: String

    /// Finds it; nil if it was not compiled.
    ///
    /// - Parameters:
    ///   - bench: Where the program is.
    ///   - folder: Where its files are written; it is created.
    /// - Throws: `HarnessError`.
    init?(_ bench: Workbench, folder: String) throws(HarnessError) {
        program = bench.program("spawn-loop")
        guard Files.exists(program) else { return nil }
        self.folder = folder
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders(folder, mode: 0o700)
        }
    }

    /// Starts so many processes, so many of them at a time.
    ///
    /// - Returns: Seconds.
    /// - Throws: `HarnessError`.
    func run(_ count: Int, parallelCount: Int) throws(HarnessError) -> Double {
        let start = Clock.bootTime()
        let end = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: program,
                arguments: ["\(count)", "\(parallelCount)", folder],
                environment: ["PATH=/usr/bin:/bin"]
            )
            request.deathSignal = .kill
            return try request.start().wait(until: Clock.bootTime() + .seconds(120))
        }
        guard end == .exited(code: 0) else { throw HarnessError("spawn-loop failed") }
        return Double(Clock.bootTime().since(start).nanoseconds) / 1e9
    }
}
