import Foundation

/// A regular expression whose matches are given as lines.
struct Pattern {
    private let expression: NSRegularExpression

    /// Compiles `text`, in which `^` and `$` match at every line.
    ///
    /// A mistake in it traps.
    init(_ text: String) {
        do {
            expression = try NSRegularExpression(pattern: text, options: [.anchorsMatchLines])
        } catch {
            fatalError("not a regular expression: \(text)")
        }
    }

    /// The matches in `text`: the line where each starts, from 1, and its first group or the whole.
    func matches(in text: String) -> [(line: Int, text: String)] {
        let string = text as NSString
        let whole = NSRange(location: 0, length: string.length)
        var line = 1
        var counted = 0
        return expression.matches(in: text, range: whole).map { match in
            let skipped = NSRange(location: counted, length: match.range.location - counted)
            line += string.substring(with: skipped).utf8.count { $0 == UInt8(ascii: "\n") }
            counted = match.range.location
            let group = match.range(at: match.numberOfRanges > 1 ? 1 : 0)
            return (line, group.location == NSNotFound ? "" : string.substring(with: group))
        }
    }
}
