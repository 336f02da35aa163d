/// A `try?` says in a comment why the error does not matter.
struct ReasonedTryRule: Rule {
    let name = "try? without a reason"

    var counterexamples: [SourceTree] {
        [
            SourceTree(["Sources/System/A.swift": "try? remove(path)\n"]),
            SourceTree(["Sources/System/A.swift": "// Why.\n\nlet a = try? b()\n"]),
            SourceTree(["Sources/System/A.swift": "let a = \"//\"; let b = try? c()\n"]),
        ]
    }

    var examples: [SourceTree] {
        [
            SourceTree(["Sources/System/A.swift": "// It may be gone.\ntry? remove(path)\n"]),
            SourceTree(["Sources/System/A.swift": "try? remove(path)  // It may be gone.\n"]),
            SourceTree(["Sources/System/A.swift": "// try? is banned.\nlet a = \"try?\"\n"]),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        let pattern = Pattern(#"\btry\?"#)
        return tree.files.filter { $0.target != nil && $0.isSwift }.flatMap { file in
            let comments = file.comments.split(separator: "\n", omittingEmptySubsequences: false)
            let lines = pattern.matches(in: file.code).map(\.line)
            return lines.filter { !isCommented($0, in: comments) }.map { line in
                let message = "try? without a comment on its line or the line before"
                return Finding(path: file.path, line: line, message: message)
            }
        }
    }

    private func isCommented(_ line: Int, in comments: [Substring]) -> Bool {
        let nearby = comments[max(line - 2, 0)..<line]
        return nearby.contains { !$0.allSatisfy(\.isWhitespace) }
    }
}
