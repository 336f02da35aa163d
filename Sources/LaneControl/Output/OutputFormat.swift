/// How a command writes its data.
enum OutputFormat: String, CaseIterable, Sendable {
    /// For people, on a terminal and in a pipe.
    case table
    /// One document, in the shape of the control API.
    case json
    /// One document a line.
    case jsonl
    /// Only names, one a line, for `xargs`.
    case name
}
