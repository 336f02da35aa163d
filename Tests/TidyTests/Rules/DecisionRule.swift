/// Decision records are numbered once, short, and have every part of the template.
struct DecisionRule: Rule {
    let name = "decision records"

    private let lineCountMax = 60
    private let sections = ["Context", "Decision", "Evidence", "Consequences", "When to revisit"]

    private var complete: String {
        "# 1. Title\n" + sections.map { "\n## \($0)\nText.\n" }.joined()
    }

    var counterexamples: [SourceTree] {
        [
            SourceTree(["docs/decisions/0001-a.md": "# 1. Title\n\n## Context\n"]),
            SourceTree(["docs/decisions/1-a.md": complete]),
            SourceTree(["docs/decisions/0001-a.md": complete, "docs/decisions/0001-b.md": complete]
            ),
            SourceTree([
                "docs/decisions/0001-a.md": complete + String(repeating: "\na", count: lineCountMax)
            ]),
        ]
    }

    var examples: [SourceTree] {
        [SourceTree(["docs/decisions/0001-a.md": complete, "docs/decisions/0002-b.md": complete])]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let records = tree.files.filter { $0.path.hasPrefix("docs/decisions/") }
        let numbers = records.map { $0.name.prefix(4) }
        return records.flatMap { record in
            var messages: [String] = []
            if Pattern(#"^\d{4}-[a-z0-9-]+\.md$"#).matches(in: record.name).isEmpty {
                messages.append("is not named NNNN-title.md")
            }
            if numbers.count(where: { $0 == record.name.prefix(4) }) > 1 {
                messages.append("shares its number with another record")
            }
            if record.lines.count > lineCountMax + 1 {
                messages.append("has more than \(lineCountMax) lines")
            }
            for section in sections where !record.text.contains("\n## \(section)\n") {
                messages.append("has no section \"\(section)\"")
            }
            return messages.map { Finding(path: record.path, line: 0, message: $0) }
        }
    }
}
