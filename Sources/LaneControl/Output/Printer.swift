/// Writes what a command has found, in the format that was asked for.
struct Printer {
    /// How data is written.
    let format: OutputFormat
    /// Colours, if there are any.
    let style: Style
    /// True if nothing but data and errors is wanted.
    let isQuiet: Bool
    private let console: any Console

    init(console: any Console, format: OutputFormat, style: Style, isQuiet: Bool) {
        self.console = console
        self.format = format
        self.style = style
        self.isQuiet = isQuiet
    }

    /// The terminal's width; nil in a pipe.
    var columnCount: Int? { console.columnCount }

    /// True if stdout is a terminal.
    var isTerminal: Bool { console.isTerminal }

    /// Writes data as it is.
    func write(_ text: String) {
        console.write(text)
    }

    /// Says something that is not data, unless that is not wanted.
    func note(_ line: String) {
        guard !isQuiet else { return }
        console.note(line)
    }

    /// Says something that the user must read in any case.
    func say(_ line: String) {
        console.note(line)
    }

    /// Says what went wrong with one of several objects.
    func error(_ failure: Failure) {
        console.note(SafeText.line(failure.line))
    }

    /// Writes one object.
    ///
    /// - Parameters:
    ///   - json: The object as the supervisor sent it.
    ///   - name: What it is called.
    ///   - table: What a person reads, ending with a line feed.
    func object(json: String, name: String, table: () -> String) {
        switch format {
        case .table: write(table())
        case .json, .jsonl: write(json + "\n")
        case .name: write(name + "\n")
        }
    }

    /// Writes a list of objects.
    ///
    /// - Parameters:
    ///   - kind: The kind of the list, e.g. `MissionList`.
    ///   - items: Each object as the supervisor sent it.
    ///   - names: What they are called, in the same order.
    ///   - table: What a person reads, ending with a line feed.
    func list(kind: String, items: [String], names: [String], table: () -> String) {
        switch format {
        case .table: write(table())
        case .json: write(RawJSON.list(kind: kind, items: items) + "\n")
        case .jsonl: write(items.map { $0 + "\n" }.joined())
        case .name: write(names.map { $0 + "\n" }.joined())
        }
    }
}
