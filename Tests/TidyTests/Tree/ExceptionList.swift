/// A checked-in list of exceptions: one a line, a path and then the reason in words.
///
/// Empty lines and lines that start with `#` are ignored.
struct ExceptionList {
    /// One exception.
    struct Entry {
        /// Relative to the package root.
        let path: String

        /// Why the rule does not hold there; never empty.
        let reason: String

        /// Where the entry is, from 1.
        let line: Int
    }

    /// Where the list is.
    let path: String

    /// In the order of the file.
    let entries: [Entry]

    /// Entries without a reason, entries that are given twice, and entries whose file is gone.
    let findings: [Finding]

    /// Reads the list at `path`; a list that is missing is empty.
    init(path: String, in tree: SourceTree) {
        var entries: [Entry] = []
        var findings: [Finding] = []
        for (index, line) in (tree.file(at: path)?.lines ?? []).enumerated() {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard let first = parts.first, !first.hasPrefix("#") else { continue }
            let object = String(first)
            func report(_ message: String) {
                findings.append(Finding(path: path, line: index + 1, message: message))
            }
            if parts.count < 2 { report("\(object) needs a reason") }
            if entries.contains(where: { $0.path == object }) { report("\(object) is given twice") }
            if !tree.contains(object) { report("\(object) is gone; remove the entry") }
            let reason = parts.count < 2 ? "" : String(parts[1])
            entries.append(Entry(path: object, reason: reason, line: index + 1))
        }
        self.path = path
        self.entries = entries
        self.findings = findings
    }
}
