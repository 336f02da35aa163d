/// Completions for bash, made from the table of commands.
struct BashCompletion {
    private let table: CommandTable

    init(table: CommandTable) {
        self.table = table
    }

    /// The script.
    var text: String {
        """
        # Completions of lanectl for bash; made by `lanectl help --bash`.
        _lanectl() {
            local word="${COMP_WORDS[COMP_CWORD]}" path="" part
            for part in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                case "$part" in
                    -*) ;;
                    *) path="${path:+$path }$part" ;;
                esac
            done
            local words=""
            case "$path" in
        \(cases)
            esac
            COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -o default -F _lanectl lanectl

        """
    }

    private var cases: String {
        var lines = [line("\"\"", table.firstWords + table.anywhereOptions.map { "--" + $0.name })]
        for noun in table.firstWords where !table.verbs(of: noun).isEmpty {
            lines.append(line("\"\(noun)\"", table.verbs(of: noun)))
        }
        for command in table.commands {
            let paths = [command.path] + command.aliases
            let pattern = paths.map { path in
                let name = path.joined(separator: " ")
                return "\"\(name)\"|\"\(name) \"*"
            }.joined(separator: "|")
            lines.append(line(pattern, command.allOptions.map { "--" + $0.name }))
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ pattern: String, _ words: [String]) -> String {
        "        \(pattern)) words=\"\(words.joined(separator: " "))\" ;;"
    }
}
