import Protocol

/// Turns the words of a command line into a command and its options, or says what is wrong.
///
/// Options may stand anywhere after `lanectl`; `--name value`, `--name=value`, `-n value` and
/// `-nvalue` are the same. After `--` nothing is an option. A lone `-` is a word.
struct ArgumentParser {
    private let table: CommandTable
    private var rest: ArraySlice<String>
    private var words: [String] = []
    private var trailing: [String]?
    private var values: [(name: String, text: String)] = []
    private var command: CommandSpec?
    /// The noun, while it waits for its verb.
    private var noun: String?

    private init(_ arguments: [String], table: CommandTable) {
        self.table = table
        rest = arguments[...]
    }

    /// Parses a command line without the program's name.
    ///
    /// - Throws: `Failure` with code 2: an unknown word or option with the nearest known one, a
    ///   value missing, given twice or not among the choices, too few or too many words.
    static func parse(
        _ arguments: [String],
        table: CommandTable = .standard
    ) throws(Failure) -> ParsedArguments {
        var parser = ArgumentParser(arguments, table: table)
        return try parser.run()
    }

    private mutating func run() throws(Failure) -> ParsedArguments {
        while let argument = rest.popFirst() {
            if argument == "--" {
                trailing = Array(rest)
                rest = []
            } else if argument.hasPrefix("--") {
                try takeLongOption(argument.dropFirst(2))
            } else if argument.hasPrefix("-"), argument != "-" {
                try takeShortOption(argument.dropFirst())
            } else {
                try takeWord(argument)
            }
        }
        return try finish()
    }

    // MARK: Words

    private mutating func takeWord(_ word: String) throws(Failure) {
        if command != nil {
            words.append(word)
        } else if let noun {
            command = try verb(word, of: noun)
            self.noun = nil
        } else if let found = table.command([word]) {
            command = found
        } else if table.verbs(of: word).isEmpty {
            throw unknownNoun(word)
        } else {
            noun = word
        }
    }

    private func verb(_ word: String, of noun: String) throws(Failure) -> CommandSpec {
        if let found = table.command([noun, word]) { return found }
        let verbs = table.verbs(of: noun)
        let nearest = NearestName.suggestion(for: word, among: verbs)
        throw Failure(
            usage: "\(noun) has no verb \"\(word)\"",
            hint: nearest.map { "did you mean \"\($0)\"?" } ?? "it has " + list(verbs)
        )
    }

    private func unknownNoun(_ word: String) -> Failure {
        let nearest = NearestName.suggestion(for: word, among: table.firstWords)
        return Failure(
            usage: "unknown command \"\(word)\"",
            hint: nearest.map { "did you mean \"\($0)\"?" } ?? "there are " + list(table.firstWords)
        )
    }

    private func list(_ names: [String]) -> String {
        names.joined(separator: ", ")
    }

    // MARK: Options

    private mutating func takeLongOption(_ text: Substring) throws(Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = knownOptions.first(where: { $0.name == name }) else {
            throw unknownOption("--" + name)
        }
        try take(option, attached: parts.count == 2 ? String(parts[1]) : nil)
    }

    private mutating func takeShortOption(_ text: Substring) throws(Failure) {
        guard let letter = text.first,
            let option = knownOptions.first(where: { $0.short == letter })
        else { throw unknownOption("-" + text) }
        let attached = text.dropFirst()
        if case .flag = option.value, !attached.isEmpty {
            try take(option, attached: nil)
            try takeShortOption(attached)
            return
        }
        try take(option, attached: attached.isEmpty ? nil : String(attached))
    }

    private mutating func take(_ option: OptionSpec, attached: String?) throws(Failure) {
        guard option.isRepeatable || !values.contains(where: { $0.name == option.name }) else {
            throw Failure(usage: "--\(option.name) is given twice")
        }
        values.append((option.name, try value(of: option, attached: attached)))
    }

    private mutating func value(
        of option: OptionSpec,
        attached: String?
    ) throws(Failure) -> String {
        guard let placeholder = option.placeholder else {
            guard let attached else { return "" }
            throw Failure(usage: "--\(option.name) takes no value, \"\(attached)\" was given")
        }
        guard let text = attached ?? rest.popFirst() else {
            throw Failure(usage: "--\(option.name) needs a value (\(placeholder))")
        }
        // The words of a choice depend on the command, which may still follow.
        return text
    }

    /// The options that may stand here; before the command is known, those of every command.
    private var knownOptions: [OptionSpec] {
        command?.allOptions ?? table.anywhereOptions
    }

    private func unknownOption(_ given: String) -> Failure {
        let names = knownOptions.map { "--" + $0.name }
        let nearest = NearestName.suggestion(for: given, among: names)
        let place = command.map { "lanectl \($0.name) --help" } ?? "lanectl help"
        return Failure(
            usage: "unknown option \"\(given)\"",
            hint: nearest.map { "did you mean \"\($0)\"?" } ?? place
        )
    }

    // MARK: End

    private mutating func finish() throws(Failure) -> ParsedArguments {
        let isHelp = values.contains { $0.name == OptionSpec.help.name }
        if command == nil, noun != nil || isHelp {
            guard isHelp else { throw missingVerb() }
            words = noun.map { [$0] } ?? []
            command = table.command(["help"])
        }
        guard let command else {
            throw Failure(usage: "no command is given", hint: "lanectl help")
        }
        let parsed = ParsedArguments(
            command: command,
            words: words,
            trailing: trailing,
            values: values
        )
        guard !isHelp else { return parsed }
        try checkChoices(of: command)
        try checkWords(of: command)
        return parsed
    }

    private func missingVerb() -> Failure {
        let verbs = table.verbs(of: noun ?? "")
        return Failure(usage: "\(noun ?? "") needs a verb", hint: "one of " + list(verbs))
    }

    private func checkChoices(of command: CommandSpec) throws(Failure) {
        for option in command.allOptions {
            guard case .choice(let words) = option.value else { continue }
            for (name, text) in values where name == option.name && !words.contains(text) {
                let nearest = NearestName.suggestion(for: text, among: words)
                throw Failure(
                    usage: "--\(name) of \(command.name) is one of \(list(words)), not \"\(text)\"",
                    hint: nearest.map { "did you mean \"\($0)\"?" }
                )
            }
        }
    }

    private func checkWords(of command: CommandSpec) throws(Failure) {
        // The objective of a submit is read by the command, which knows of `--` and `--file`.
        guard !command.takesObjective else { return }
        let given = words + (trailing ?? [])
        var atLeast = 0
        var atMost = 0
        for argument in command.arguments {
            switch argument.count {
            case .one: (atLeast, atMost) = (atLeast + 1, atMost + 1)
            case .optional: atMost += 1
            case .many: (atLeast, atMost) = (atLeast + 1, .max)
            }
        }
        if given.count < atLeast {
            let name = command.arguments[given.count].name
            throw Failure(usage: "\(command.name) needs \(name)", hint: command.usage)
        }
        if given.count > atMost {
            throw Failure(
                usage: "\(command.name) does not take \"\(given[atMost])\"",
                hint: command.usage
            )
        }
    }
}
