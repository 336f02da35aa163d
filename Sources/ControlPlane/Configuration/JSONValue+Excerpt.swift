import DataStructures
package import Protocol

extension JSONValue {
    /// What a problem shows of a value that was given: at most 60 bytes of a string, no line
    /// feeds.
    package var excerpt: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): Self.quote(text)
        case .array(let items): items.isEmpty ? "an empty list" : "a list"
        case .object(let members): members.isEmpty ? "an empty object" : "an object"
        }
    }

    /// What kind of value it is, with its article.
    var kind: String {
        switch self {
        case .null: "nothing"
        case .bool: "a truth value"
        case .integer, .double: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// A name as part of a path: as it is if it is short and plain, else quoted.
    package static func pathComponent(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\"") }
        return isPlain && (1...64).contains(name.utf8.count) ? name : quote(name)
    }

    private static func quote(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            guard shown.utf8.count < 60 else { return "\"\(shown)…\"" }
            switch scalar {
            case "\"", "\\": shown += "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": shown += "?"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return "\"\(shown)\""
    }
}
