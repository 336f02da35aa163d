import Protocol
import System

func say(_ text: String) -> ExitCode {
    // Help that nobody reads is no failure.
    try? StandardStreams.writeOutput(text)
    return .done
}

let code: ExitCode
do throws(SupervisorOptions.UsageError) {
    let request = try SupervisorOptions.parse(
        Array(CommandLine.arguments.dropFirst()),
        isRoot: CurrentProcess.uid == 0,
        environment: Environment.value(of:)
    )
    switch request {
    case .help: code = say(SupervisorOptions.help)
    case .version: code = say("lanekeeper \(Version.text)\n")
    case .copyLedger(let from, let to): code = LedgerCopy(from: from, to: to).run()
    case .run(let options): code = SupervisorProgram(options: options).run()
    }
} catch {
    // As above.
    try? StandardStreams.writeError("lanekeeper: \(error.message)\n")
    code = .usage
}
CurrentProcess.exit(code.rawValue)
