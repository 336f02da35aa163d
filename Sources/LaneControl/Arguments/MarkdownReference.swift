/// `docs/lanectl.md`: every command of the table in Markdown.
struct MarkdownReference {
    private let table: CommandTable

    init(table: CommandTable) {
        self.table = table
    }

    /// The whole document.
    var text: String {
        ([header] + table.commands.map(section)).joined(separator: "\n")
    }

    private var header: String {
        """
        # lanectl

        What `lanectl help --markdown` prints; a test holds this page to the program.

        Data goes to stdout, everything else to stderr. `--output json` is one document in the shape
        of the control API, `jsonl` one a line, `name` only names, for `xargs`. Durations are `90s`,
        `10m`, `1h30m`, `2d`; a number without a unit is seconds. Times are RFC 3339, `+30m` from now,
        or `14:30`, which is the next such time in UTC. A mission is named by any unique prefix of its
        id. Ctrl-C ends the watching, never what is watched, and exits 130.

        Every command has these options:

        \(rows(OptionSpec.global.map { ("`\($0.usage)`", $0.help) }, ("option", "meaning")))

        """
    }

    private func section(_ command: CommandSpec) -> String {
        var text = "## lanectl \(command.name)\n\n\(sentence(command.summary))\n\n"
        text += "```\n\(command.usage)\n```\n"
        let aliases = command.aliases.map { "`lanectl \($0.joined(separator: " "))`" }
        if !aliases.isEmpty { text += "\nShort: \(aliases.joined(separator: ", ")).\n" }
        let options =
            command.arguments.map { ("`\($0.name)`", $0.help) }
            + command.allOptions.dropLast(OptionSpec.global.count).map {
                ("`\($0.usage)`", $0.help)
            }
        text += "\n" + rows(options, ("argument", "meaning")) + "\n"
        if !command.examples.isEmpty {
            let examples = command.examples.map { "# \($0.meaning)\n\($0.line)" }
            text += "\n```sh\n\(examples.joined(separator: "\n"))\n```\n"
        }
        return text + "\n" + rows(HelpText.exits(of: command), ("exit", "meaning")) + "\n"
    }

    private func rows(_ rows: [(String, String)], _ head: (String, String)) -> String {
        let lines = rows.map { "| \(escape($0.0)) | \(escape($0.1)) |" }
        return (["| \(head.0) | \(head.1) |", "|---|---|"] + lines).joined(separator: "\n")
    }

    private func escape(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    private func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
