/// Text files end with a newline and hold no tabs, carriage returns or trailing blanks.
///
/// The length of lines is left to `swift format`, which knows what can be broken.
struct TextRule: Rule {
    let name = "plain text"

    /// What is checked; files without a dot are scripts.
    private let extensions = [
        "swift", "c", "h", "md", "json", "service", "txt", "py", "sql", "conf",
    ]

    /// Folders whose files are input to tests and may be as ugly as they need to be.
    private let fixtureFolders = ["Fixtures", "Corpus", "Golden", "Mutants"]

    var counterexamples: [SourceTree] {
        [
            SourceTree(["script/a": "echo"]),
            SourceTree(["docs/a.md": "a\n\n"]),
            SourceTree(["docs/a.md": "a\tb\n"]),
            SourceTree(["config/a.json": "{}\r\n"]),
            SourceTree(["Sources/A/a.swift": "let a = 1 \n"]),
        ]
    }

    var examples: [SourceTree] {
        [
            SourceTree(["docs/a.md": "a\n\nb\n", "script/a": "echo \"\\t\"\n", "a.swift": ""]),
            SourceTree(["Tests/A/Fixtures/half.json": "{\t\r"]),
            SourceTree(["Tests/Mutants/a.patch": " \n"]),
        ]
    }

    func findings(in tree: SourceTree) -> [Finding] {
        tree.files.filter(isChecked).flatMap { file in
            linesWith(#"\t"#, in: file, message: "a tab")
                + linesWith(#"\r"#, in: file, message: "a carriage return")
                + linesWith(#" (?=\n|\z)"#, in: file, message: "a blank at the end of the line")
                + endFindings(of: file)
        }
    }

    private func isChecked(_ file: SourceFile) -> Bool {
        let folders = file.path.split(separator: "/").dropLast()
        guard !folders.contains(where: { fixtureFolders.contains(String($0)) }) else {
            return false
        }
        let parts = file.name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 1 || parts.last.map { extensions.contains(String($0)) } == true
    }

    private func linesWith(_ pattern: String, in file: SourceFile, message: String) -> [Finding] {
        Pattern(pattern).matches(in: file.text).map { match in
            Finding(path: file.path, line: match.line, message: message)
        }
    }

    private func endFindings(of file: SourceFile) -> [Finding] {
        let isRight =
            file.text.isEmpty
            || (file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"))
        guard !isRight else { return [] }
        return [Finding(path: file.path, line: 0, message: "does not end with one newline")]
    }
}
