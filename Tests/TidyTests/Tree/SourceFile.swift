/// One text file of the package.
struct SourceFile {
    /// Relative to the package root.
    let path: String

    /// The whole content.
    let text: String

    /// Whether its owner may execute it.
    let isExecutable: Bool

    /// For Swift, the text without comments and the inside of strings; for all else, the text.
    let code: String

    /// For Swift, the text of comments alone; for all else, the text.
    let comments: String

    /// Reads `text` as the content of `path`.
    init(path: String, text: String, isExecutable: Bool = false) {
        self.path = path
        self.text = text
        self.isExecutable = isExecutable
        guard path.hasSuffix(".swift") else {
            code = text
            comments = text
            return
        }
        let scanner = SwiftScanner(text)
        code = scanner.code
        comments = scanner.comments
    }

    /// The last component of the path.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Whether this is Swift.
    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The target under `Sources` that it belongs to, or nil outside of `Sources`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The lines of `text`, without their ends.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
