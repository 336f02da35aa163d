import Foundation
import XCTest

@testable import Protocol

/// `docs/reasons.md` and `docs/events.md` have every word of the enums once, with a sentence.
final class VocabularyPagesTests: XCTestCase {
    func testEveryReasonHasItsCommentAsItsSentence() throws {
        let lines = try MarkdownPage("reasons.md").text.components(separatedBy: "\n")

        let rows = zip(MarkdownPage.rowNames(in: lines), MarkdownPage.rowTexts(in: lines))
        XCTAssertEqual(rows.map { "\($0): \($1)" }, try comments())
        XCTAssertEqual(MarkdownPage.rowNames(in: lines), ReasonCode.allCases.map(\.rawValue))
    }

    func testEveryEventHasASentence() throws {
        let lines = try MarkdownPage("events.md").text.components(separatedBy: "\n")

        XCTAssertEqual(MarkdownPage.rowNames(in: lines), EventType.allCases.map(\.rawValue))
        for text in MarkdownPage.rowTexts(in: lines) {
            XCTAssertTrue(text.hasSuffix(".") && text.contains(" "), text)
        }
    }

    /// The cases of `ReasonCode` with their comments, as they stand in the source.
    private func comments() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = "Sources/Protocol/Vocabulary/ReasonCode.swift"
        let source = try Data(contentsOf: root.appendingPathComponent(path))
        var found: [String] = []
        var comment: [Substring] = []
        for line in String(decoding: source, as: UTF8.self).split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("/// ") {
                comment.append(text.dropFirst(4))
            } else if text.hasPrefix("case ") {
                let words = text.split(separator: " ")
                let name = words[words.count - 1].replacingOccurrences(of: "\"", with: "")
                found.append("\(name): \(comment.joined(separator: " "))")
                comment = []
            } else {
                comment = []
            }
        }
        return found
    }
}
