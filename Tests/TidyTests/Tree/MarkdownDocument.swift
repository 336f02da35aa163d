/// The links and anchors of one Markdown file; code is skipped.
struct MarkdownDocument {
    /// One link.
    struct Link: Equatable {
        /// From 1.
        let line: Int

        /// What stands between the parentheses, without a title.
        let target: String
    }

    /// Relative to the package root.
    let path: String

    /// In the order of the text.
    let links: [Link]

    /// The names that a `#` may lead to: headings as GitHub derives them, and explicit ids.
    let anchors: [String]

    /// Reads `file`.
    init(_ file: SourceFile) {
        let prose = Self.withoutCode(file.text)
        let inline = Pattern(#"\]\(\s*<?([^()\s>]+)>?[^()]*\)"#).matches(in: prose)
        let references = Pattern(#"^[ ]{0,3}\[[^\]]+\]:\s*(\S+)"#).matches(in: prose)
        let headings = Pattern(#"^#{1,6}[ ]+(.*)$"#).matches(in: Self.withoutBlocks(file.text))
        let identifiers = Pattern(#"<a (?:id|name)="([^"]+)""#).matches(in: prose)
        path = file.path
        links = (inline + references).map { Link(line: $0.line, target: $0.text) }
            .sorted { $0.line < $1.line }
        anchors = Self.anchors(of: headings.map(\.text)) + identifiers.map(\.text)
    }

    /// GitHub's rule: lower case, letters, digits, `-` and `_` kept, spaces to `-`, repeats numbered.
    private static func anchors(of headings: [String]) -> [String] {
        var counts: [String: Int] = [:]
        return headings.map { heading in
            let kept = heading.lowercased().filter { character in
                character.isLetter || character.isNumber || "-_ ".contains(character)
            }
            let anchor = String(kept.map { $0 == " " ? "-" : $0 })
            let count = counts[anchor, default: 0]
            counts[anchor] = count + 1
            return count == 0 ? anchor : "\(anchor)-\(count)"
        }
    }

    /// The text with fenced blocks blank, so that line numbers stay.
    private static func withoutBlocks(_ text: String) -> String {
        var fence: Substring?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let trimmed = line.drop { $0 == " " }
            let marker = trimmed.prefix { $0 == trimmed.first && ($0 == "`" || $0 == "~") }
            if let open = fence {
                if marker.count >= open.count, marker.first == open.first { fence = nil }
                return Substring()
            }
            guard marker.count >= 3 else { return line }
            fence = marker
            return Substring()
        }
        return lines.joined(separator: "\n")
    }

    /// The text with fenced blocks and inline code blank.
    private static func withoutCode(_ text: String) -> String {
        let lines = withoutBlocks(text).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map(withoutInlineCode).joined(separator: "\n")
    }

    private static func withoutInlineCode(_ line: Substring) -> String {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        // An odd number of parts means that every quote is closed, and the odd ones are code.
        guard !parts.count.isMultiple(of: 2) else { return String(line) }
        return parts.enumerated().map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }
            .joined(separator: "`")
    }
}
