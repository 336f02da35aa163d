/// What `--help` prints.
enum Help {
    /// The whole text, without the end of the last line.
    static var text: String {
        let synopses = InstructionForm.all.map { form in
            form.arguments.isEmpty ? form.name : "\(form.name) \(form.arguments)"
        }
        let width = synopses.filter { $0.count <= 30 }.map(\.count).max() ?? 0
        let rows = zip(synopses, InstructionForm.all).map { synopsis, form in
            let padding = String(repeating: " ", count: max(width - synopsis.count, 0))
            let isLong = synopsis.count > width
            let gap = isLong ? "\n" + String(repeating: " ", count: width + 4) : padding + "  "
            return "  \(synopsis)\(gap)\(form.summary)"
        }
        return """
            fake-runtime: a scripted runtime for tests and rehearsals

            usage: fake-runtime [INSTRUCTIONS...]

            Instructions are separated by ';' or by line ends; '\\;' is a semicolon. Without any they are
            read from the file that LANE_OBJECTIVE_FILE names, else from stdin. All are read before the
            first is carried out. At the end the exit code is 0.

            \(rows.joined(separator: "\n"))

            Exit codes of its own: 2 an instruction is not understood, 74 the machine refused one.
            Reports go to the descriptor LANE_REPORT_FD names, else to stdout.
            """
    }
}
