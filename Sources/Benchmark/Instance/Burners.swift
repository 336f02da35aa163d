import Harness
import System

/// Processes that use the processor as much as they get: load.
final class Burners {
    private var processes: [ProcessHandle] = []

    /// Starts them.
    ///
    /// - Parameter count: How many; twice the number of processors makes everybody wait.
    /// - Throws: `HarnessError`.
    init(_ count: Int) throws(HarnessError) {
        for _ in 0..<count {
            processes.append(
                try HarnessError.describing { () throws(SystemError) in
                    var request = SpawnRequest(
                        executable: "/bin/sh",
                        arguments: ["-c", "while :; do :; done"],
                        environment: ["PATH=/usr/bin:/bin"]
                    )
                    request.deathSignal = .kill
                    return try request.start()
                }
            )
        }
    }

    deinit {
        for process in processes { BestEffort.kill(process) }
    }
}
