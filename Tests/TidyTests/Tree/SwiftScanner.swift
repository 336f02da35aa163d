/// Splits Swift source into code and comments, so that a rule about words sees only what it means.
///
/// Both results have the line structure of the source. In `code` comments are blank, and so is the
/// inside of string literals except for interpolations, which are code; the quotes stay. Regex
/// literals are not recognised: none are used here.
struct SwiftScanner {
    private let source: [UInt8]
    private var index = 0
    private var codeBytes: [UInt8]
    private var commentBytes: [UInt8]

    /// Scans the whole of `text`.
    init(_ text: String) {
        source = Array(text.utf8)
        codeBytes = source.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        commentBytes = codeBytes
        while index < source.count {
            scanCode(inInterpolation: false)
        }
    }

    /// The source without comments and without the inside of strings.
    var code: String { String(decoding: codeBytes, as: UTF8.self) }

    /// The source without anything but comments.
    var comments: String { String(decoding: commentBytes, as: UTF8.self) }

    /// Reads code up to the end, or up to the parenthesis that closes an interpolation.
    private mutating func scanCode(inInterpolation: Bool) {
        var openParenthesisCount = 0
        while index < source.count {
            if startsWith("//") {
                scanLineComment()
            } else if startsWith("/*") {
                scanBlockComment()
            } else if let hashCount = openingHashCount() {
                scanString(hashCount: hashCount)
            } else {
                switch source[index] {
                case UInt8(ascii: "("): openParenthesisCount += 1
                case UInt8(ascii: ")"): openParenthesisCount -= 1
                default: break
                }
                keepCode()
                if inInterpolation, openParenthesisCount == 0 { return }
            }
        }
    }

    private mutating func scanLineComment() {
        while index < source.count, source[index] != UInt8(ascii: "\n") {
            keepComment()
        }
    }

    /// Block comments nest in Swift.
    private mutating func scanBlockComment() {
        var depth = 0
        while index < source.count {
            if startsWith("/*") {
                depth += 1
                keepComment()
            } else if startsWith("*/") {
                depth -= 1
                keepComment()
            }
            keepComment()
            if depth == 0 { return }
        }
    }

    private mutating func scanString(hashCount: Int) {
        let hashes = String(repeating: "#", count: hashCount)
        let quotes = startsWith(hashes + "\"\"\"") ? "\"\"\"" : "\""
        keepCode(count: hashCount + quotes.utf8.count)
        while index < source.count {
            if startsWith(quotes + hashes) {
                keepCode(count: quotes.utf8.count + hashCount)
                return
            } else if startsWith("\\" + hashes + "(") {
                index += 1 + hashCount
                scanCode(inInterpolation: true)
            } else if startsWith("\\" + hashes) {
                index += 2 + hashCount
            } else if quotes == "\"", source[index] == UInt8(ascii: "\n") {
                // Not valid Swift; going on would turn the rest of the file inside out.
                return
            } else {
                index += 1
            }
        }
    }

    /// The number of `#` before the quote that opens a string here, or nil if none opens here.
    private func openingHashCount() -> Int? {
        var position = index
        while position < source.count, source[position] == UInt8(ascii: "#") {
            position += 1
        }
        guard position < source.count, source[position] == UInt8(ascii: "\"") else { return nil }
        return position - index
    }

    private func startsWith(_ prefix: String) -> Bool {
        source[index...].starts(with: prefix.utf8)
    }

    private mutating func keepCode(count: Int = 1) {
        for _ in 0..<count where index < source.count {
            codeBytes[index] = source[index]
            index += 1
        }
    }

    private mutating func keepComment() {
        guard index < source.count else { return }
        commentBytes[index] = source[index]
        index += 1
    }
}
