import Foundation
import XCTest

/// A page of `docs`, by its headings.
struct MarkdownPage {
    let text: String

    init(_ name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let url = root.appendingPathComponent("docs").appendingPathComponent(name)
        text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    }

    /// The lines from a heading to the next one of any level; nil if there is no such heading.
    func section(_ heading: String) -> [String]? {
        let lines = text.components(separatedBy: "\n")
        guard let start = lines.firstIndex(of: heading) else { return nil }
        return Array(lines[(start + 1)...].prefix { !$0.hasPrefix("#") })
    }

    /// The words in backquotes that stand in the first column of the tables of `lines`.
    static func rowNames(in lines: [String]) -> [String] {
        lines.compactMap { line in
            guard line.hasPrefix("| `") else { return nil }
            return String(line.dropFirst(3).prefix { $0 != "`" })
        }
    }

    /// Everything else of those rows.
    static func rowTexts(in lines: [String]) -> [String] {
        lines.filter { $0.hasPrefix("| `") }.map { line in
            let columns = line.components(separatedBy: " | ")
            return columns.dropFirst().joined(separator: " | ").replacingOccurrences(
                of: " |",
                with: ""
            )
        }
    }

    /// The lines of code blocks in `language`.
    func code(in language: String) -> [String] {
        var lines: [String] = []
        var isOpen = false
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                isOpen = line == "```" + language
            } else if isOpen {
                lines.append(line)
            }
        }
        return lines
    }
}
