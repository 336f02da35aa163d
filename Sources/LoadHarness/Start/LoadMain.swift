import Harness
import Protocol
import System

/// Carries out a command line, and says on standard error what stands in its way.
struct LoadMain {
    private let progress = ProgressLine()

    /// Carries it out.
    ///
    /// - Parameter arguments: What follows the program's name.
    /// - Returns: What the program exits with.
    func run(_ arguments: [String]) -> ExitCode {
        defer { progress.clear() }
        do throws(LoadFailure) {
            return try carryOut(try LoadOptions.parse(arguments))
        } catch {
            for line in error.lines { say(line) }
            return error.code
        }
    }

    private func carryOut(_ request: LoadOptions.Request) throws(LoadFailure) -> ExitCode {
        switch request {
        case .help:
            try print(LoadHelp.text)
        case .version:
            try print("laneload \(Version.text)\n")
        case .list:
            let library = ScenarioLibrary(current: ".", programs: try folder())
            try print(try LoadProgram.list(library))
        case .run(let options):
            let program = LoadProgram(
                options,
                programFolder: try folder(),
                progress: progress,
                say: say
            )
            return try program.run()
        }
        return .done
    }

    /// The folder of this program.
    private func folder() throws(LoadFailure) -> String {
        do throws(SystemError) {
            let path = try CurrentProcess.executablePath()
            return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        } catch {
            throw LoadFailure(.internalFailure, [error.description])
        }
    }

    private func print(_ text: String) throws(LoadFailure) {
        do throws(SystemError) {
            try StandardStreams.writeOutput(text)
        } catch {
            throw LoadFailure(.internalFailure, [error.description])
        }
    }

    /// Standard output has the report only.
    private func say(_ text: String) {
        progress.clear()
        // Nobody may be listening, and the report is what counts.
        try? StandardStreams.writeError("laneload: \(text)\n")
    }
}
