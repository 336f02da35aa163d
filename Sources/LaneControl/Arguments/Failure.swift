import Protocol

/// Why a command ends with an error: one line on stderr and an exit code.
struct Failure: Error, Equatable {
    /// What the program exits with.
    let status: Int32
    /// One line, in lower case and without a full stop.
    let message: String
    /// What to do about it; printed in parentheses.
    let hint: String?
    /// What the supervisor refused, if it did.
    let refusal: ControlError?

    init(_ code: ExitCode, _ message: String, hint: String? = nil) {
        status = code.rawValue
        self.message = message
        self.hint = hint
        refusal = nil
    }

    /// An end that needs no message of its own, because the command has said everything.
    init(status: Int32) {
        self.status = status
        message = ""
        hint = nil
        refusal = nil
    }

    /// A mistake on the command line.
    init(usage message: String, hint: String? = nil) {
        self.init(.usage, message, hint: hint)
    }

    /// What the supervisor refused.
    init(_ error: ControlError) {
        status = error.code.rawValue
        message = error.message
        hint = error.hint ?? Self.hint(for: error)
        refusal = error
    }

    /// The same failure with words before its message, and what else can be done about it.
    func after(_ words: String, hint other: String? = nil) -> Failure {
        let hints = [hint, other].compactMap(\.self)
        return Failure(
            status: status,
            message: words + message,
            hint: hints.isEmpty ? nil : hints.joined(separator: "; "),
            refusal: refusal
        )
    }

    private init(status: Int32, message: String, hint: String?, refusal: ControlError?) {
        self.status = status
        self.message = message
        self.hint = hint
        self.refusal = refusal
    }

    /// What goes to stderr.
    var line: String {
        "lanectl: " + message + (hint.map { " (\($0))" } ?? "")
    }

    private static func hint(for error: ControlError) -> String? {
        error.retryAfterMilliseconds.map {
            "try again in \(AgeText.text(Interval.milliseconds($0)))"
        }
    }
}
