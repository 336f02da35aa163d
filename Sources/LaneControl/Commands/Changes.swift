import Protocol

/// Carries out a change on one or more objects, and prints what changed.
struct Changes {
    private let invocation: Invocation
    private let client: ControlClient
    private let answerSeconds: UInt64?

    /// - Parameters:
    ///   - invocation: What was typed.
    ///   - client: Where to ask.
    ///   - answerSeconds: How long an answer may take; nil for the ordinary bound.
    init(_ invocation: Invocation, _ client: ControlClient, answerSeconds: UInt64? = nil) {
        self.invocation = invocation
        self.client = client
        self.answerSeconds = answerSeconds
    }

    /// Carries out one command an object; one that is refused does not keep the others from it.
    ///
    /// - Returns: 0, or the exit code of the first that was refused.
    func run(_ commands: [ControlCommand]) throws(Failure) -> Int32 {
        guard commands.count > 1 else {
            for command in commands { print(try ask(command)) }
            return 0
        }
        var status: Int32 = 0
        var items: [Answer] = []
        for command in commands {
            do throws(Failure) {
                items.append(try ask(command))
            } catch {
                // What the supervisor refused is about this object; anything else is about all.
                guard error.refusal != nil else { throw error }
                invocation.printer.error(error)
                if status == 0 { status = error.status }
            }
        }
        print(items)
        return status
    }

    private func ask(_ command: ControlCommand) throws(Failure) -> Answer {
        let answer =
            if let answerSeconds {
                try client.ask(command, until: client.after(answerSeconds * 1_000))
            } else {
                try client.ask(command)
            }
        _ = try answer.change()
        return answer
    }

    private func print(_ answer: Answer) {
        guard case .changed(let change) = answer.reply else { return }
        invocation.printer.object(json: answer.json, name: change.object) { text(of: change) }
    }

    private func print(_ answers: [Answer]) {
        let changes = answers.compactMap { answer -> Change? in
            guard case .changed(let change) = answer.reply else { return nil }
            return change
        }
        invocation.printer.list(
            kind: "ChangeList",
            items: answers.map(\.json),
            names: changes.map(\.object)
        ) {
            changes.map(text).joined()
        }
    }

    private func text(of change: Change) -> String {
        let lines = change.lines.isEmpty ? ["\(change.object): nothing to change"] : change.lines
        let prefix = change.isDryRun ? "dry run: " : ""
        return lines.map { prefix + SafeText.line($0) + "\n" }.joined()
    }
}
