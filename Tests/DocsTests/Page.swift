import Foundation

/// A Markdown page of this package, as far as tests hold it to the program.
struct Page {
    /// A fenced block of code.
    struct Block {
        /// What stands behind the fence, such as `sh`.
        let language: String
        /// The heading above it, without its marks.
        let heading: String
        /// What is between the fences, each line ended.
        let text: String
    }

    /// Relative to the package.
    let path: String
    /// Its blocks of code, in order.
    private(set) var blocks: [Block] = []
    /// Its rows of tables, cells without blanks around them; heads and rules too.
    private(set) var rows: [(heading: String, cells: [String])] = []
    /// Its spans of code outside of blocks.
    private(set) var spans: [String] = []

    /// The folder of the package.
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every page whose commands people type.
    static func all() throws -> [Page] {
        let docs = package.appendingPathComponent("docs").path
        let names = try FileManager.default.subpathsOfDirectory(atPath: docs)
        let paths = names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
        return try (["README.md", "CHANGELOG.md"] + paths).map(Page.init)
    }

    /// Reads a page.
    init(_ path: String) throws {
        self.path = path
        let url = Self.package.appendingPathComponent(path)
        read(try String(contentsOf: url, encoding: .utf8))
    }

    /// Blocks of a language, under a heading if one is given.
    func blocks(_ language: String, under heading: String? = nil) -> [String] {
        blocks.filter { $0.language == language && (heading ?? $0.heading) == $0.heading }
            .map(\.text)
    }

    /// Rows of the tables under a heading, without heads and rules.
    func rows(under heading: String) -> [[String]] {
        let cells = rows.filter { $0.heading == heading }.map(\.cells)
        var found: [[String]] = []
        for (index, row) in cells.enumerated() {
            let isRule = row.allSatisfy { $0.allSatisfy { "-:".contains($0) } }
            let isHead = index + 1 < cells.count && cells[index + 1].first?.hasPrefix("---") == true
            if !isRule && !isHead { found.append(row) }
        }
        return found
    }

    private mutating func read(_ text: String) {
        var heading = ""
        var block: (language: String, lines: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let open = block {
                    let text = open.lines.map { $0 + "\n" }.joined()
                    blocks.append(Block(language: open.language, heading: heading, text: text))
                    block = nil
                } else {
                    block = (String(line.dropFirst(3)), [])
                }
            } else if block != nil {
                block?.lines.append(line)
            } else if line.hasPrefix("#") {
                heading = line.drop { $0 == "#" || $0 == " " }.filter { $0 != "`" }
            } else {
                if line.hasPrefix("|") { rows.append((heading, Self.cells(of: line))) }
                spans += Self.spans(in: line)
            }
        }
    }

    private static func cells(of line: Substring) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func spans(in line: Substring) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
