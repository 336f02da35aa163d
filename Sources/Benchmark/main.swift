import Harness
import Protocol
import System

/// Says what is going on, on standard error: standard output has the table only.
func say(_ text: String) {
    // Nobody may be listening, and the table is what counts.
    try? StandardStreams.writeError("lanebench: \(text)\n")
}

func run(_ options: BenchmarkOptions) throws(HarnessError) -> ExitCode {
    let summaries = try Plan(options, say: say).run()
    let machine = try Machine()
    try HarnessError.describing { () throws(SystemError) in
        let table = ReportTable.text(summaries)
        try StandardStreams.writeOutput("\(machine.text)\n\n\(table)")
        if let path = options.json {
            let text = ReportDocument.text(summaries, machine)
            try Files.writeAtomically(text, to: path, mode: 0o644)
        }
    }
    return summaries.contains { $0.isMet == false } ? .objectFailed : .done
}

let code: ExitCode
do {
    switch try BenchmarkOptions.parse(Array(CommandLine.arguments.dropFirst())) {
    case .help:
        try StandardStreams.writeOutput(BenchmarkOptions.help)
        code = .done
    case .idle:
        // Ends by the signal of whoever started it.
        _ = try Poll.wait([], until: nil)
        code = .done
    case .run(let options):
        code = try run(options)
    }
} catch let error as BenchmarkOptions.UsageError {
    say(error.message)
    code = .usage
} catch {
    say("\(error)")
    code = .internalFailure
}
CurrentProcess.exit(code.rawValue)
