import Harness
import Protocol

/// Why the program ends without a report.
struct LoadFailure: Error, Equatable {
    let code: ExitCode
    /// What is wrong, a line each, at least one.
    let lines: [String]

    init(_ code: ExitCode, _ lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// The command line or a scenario is wrong.
    init(usage line: String) {
        self.init(.usage, [line])
    }

    /// The harness itself cannot go on.
    init(_ error: HarnessError) {
        self.init(.internalFailure, [error.description])
    }
}
