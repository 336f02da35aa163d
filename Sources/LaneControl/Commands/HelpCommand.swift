import Protocol

/// `lanectl help`.
enum HelpCommand {
    private static let markdown = OptionSpec(
        "markdown",
        .flag,
        "all of it, as docs/lanectl.md has it"
    )
    private static let bash = OptionSpec("bash", .flag, "completions for bash, to be sourced")

    static let spec = CommandSpec(
        path: ["help"],
        summary: "explain a command, or list them all",
        arguments: [
            ArgumentSpec("NOUN", .optional, "a noun or a short form"),
            ArgumentSpec("VERB", .optional, "one of its verbs"),
        ],
        options: [markdown, bash],
        formats: [.table],
        examples: [
            .init("lanectl help lane drain", "one command"),
            .init("source <(lanectl help --bash)", "completions in this shell"),
        ],
        isRemote: false,
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        invocation.printer.write(try text(invocation))
        return 0
    }

    private static func text(_ invocation: Invocation) throws(Failure) -> String {
        let table = CommandTable.standard
        let help = HelpText(table: table)
        if invocation.arguments.has(markdown) { return MarkdownReference(table: table).text }
        if invocation.arguments.has(bash) { return BashCompletion(table: table).text }
        let words = invocation.allWords
        guard let first = words.first else { return help.overview }
        if let command = table.command(words) { return help.command(command) }
        if words.count == 1, !table.verbs(of: first).isEmpty { return help.noun(first) }
        // The parser knows how to say what is wrong with these words.
        _ = try ArgumentParser.parse(words)
        return help.overview
    }
}
