import DataStructures
import Protocol
import System

/// `lane-worker copy-workspace`: copies a workspace and becomes the runtime that works in the copy.
///
/// It is the leader of its run from the first moment. So the copying stands under the run's start
/// deadline, budget, control group and signals, its worker's loop never waits for it, and whoever
/// ends the run ends the copying.
enum WorkspaceCopyProgram {
    /// The first word of its command line.
    static let word = "copy-workspace"

    /// Copies, and executes the runtime.
    ///
    /// - Parameter words: What follows `copy-workspace`.
    /// - Returns: The exit code, only if the runtime was not executed: 2 for a wrong command line,
    ///   126 otherwise. Then standard error and the run's report have the reason.
    static func run(_ words: ArraySlice<String>) -> Int32 {
        do throws(UsageError) {
            return run(try WorkspaceCopyOptions(parsing: words))
        } catch {
            // Best effort: with standard error gone the exit code is all there is.
            try? StandardStreams.writeError(error.description)
            return ExitCode.usage.rawValue
        }
    }

    private static func run(_ options: WorkspaceCopyOptions) -> Int32 {
        do throws(SystemError) {
            try copy(options)
        } catch {
            return refuse("the workspace is not copied: \(error)")
        }
        do throws(SystemError) {
            try ProcessImage.replace(
                searching: options.argv,
                environment: Environment.entries
            )
        } catch {
            return refuse(error.description)
        }
    }

    private static func copy(_ options: WorkspaceCopyOptions) throws(SystemError) {
        try CurrentProcess.setName(word)
        // Whoever orders the same run again gets a copy of its own.
        try Files.removeTree(options.destination)
        var copy = TreeCopy(within: options.bounds)
        try copy.copy(options.source, to: options.destination)
        try CurrentProcess.changeFolder(to: options.destination)
    }

    /// Says it in the run's log, and as its result: the lane cannot run this, whatever it is.
    private static func refuse(_ reason: String) -> Int32 {
        // Best effort: the exit code and the report say it too.
        try? StandardStreams.writeError("lane-worker: \(reason)\n")
        var report = OrderedTable<String, JSONValue>()
        report["lane"] = .string("result")
        report["status"] = .string("error")
        report["error_class"] = .string("not_runnable")
        report["text"] = .string(reason)
        let line = Array("\(JSONText.encode(report))\n".utf8)
        // Best effort: who runs this by hand has no report descriptor.
        try? Files.write(line[...], to: RunEnvironment.reportDescriptor)
        return 126
    }
}
