/// What `--help` prints.
enum LoadHelp {
    /// The whole text, with the end of the last line.
    static var text: String {
        let rows = OptionName.allCases.map { ("\($0.rawValue) \($0.value)", $0.summary) }
        let all = rows + [("--keep", "leaves the instance's folder, and says where it is")]
        let width = all.map(\.0.count).max() ?? 0
        let lines = all.map { name, summary in
            "  \(name)\(String(repeating: " ", count: width - name.count))  \(summary)"
        }
        return """
            laneload: makes load for a supervisor, does harm to it, and proves that nothing is lost

            usage: laneload run SCENARIO|FILE [OPTION...]
                   laneload list        the scenarios, with what each proves
                   laneload --help
                   laneload --version

            \(lines.joined(separator: "\n"))

            A scenario NAME is the file NAME.json in config/load of the current folder, else in
            config/load or share/lanekeeper/load of the program's folder or one above it. What has a
            slash or ends with .json is the file itself. docs/load.md has its reference.

            Exit codes: 0 everything held, 1 an invariant or a bound was broken, 2 usage or scenario,
            69 the supervisor cannot be reached, 70 the harness itself failed.

            """
    }
}
