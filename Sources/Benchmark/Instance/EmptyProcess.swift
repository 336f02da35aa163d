import Harness
import System

/// This program, doing nothing: what a statically linked Swift process costs by itself.
final class EmptyProcess {
    let process: ProcessHandle

    /// Starts it.
    ///
    /// - Throws: `HarnessError`.
    init() throws(HarnessError) {
        process = try HarnessError.describing { () throws(SystemError) in
            var request = SpawnRequest(
                executable: try CurrentProcess.executablePath(),
                arguments: ["idle"],
                environment: []
            )
            request.deathSignal = .kill
            return try request.start()
        }
    }

    deinit {
        BestEffort.kill(process)
    }
}
