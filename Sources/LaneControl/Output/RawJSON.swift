/// Cuts members out of JSON text without reading them, so that what the supervisor sent is passed
/// on as it is, fields of a newer version included.
///
/// The text has been decoded before: it is known to be valid.
enum RawJSON {
    /// The text of a member of an object; nil if `object` is none, or has no such member.
    static func member(_ name: String, of object: String) -> String? {
        let bytes = Array(object.utf8)
        for part in parts(of: bytes, open: UInt8(ascii: "{")) {
            guard let colon = endOfString(bytes, from: part.lowerBound) else { continue }
            let key = bytes[part.lowerBound..<colon]
            guard key.elementsEqual("\"\(name)\"".utf8) else { continue }
            let value = bytes[colon..<part.upperBound].drop { $0 != UInt8(ascii: ":") }.dropFirst()
            return trim(value)
        }
        return nil
    }

    /// The texts of a list's elements; empty if `list` is none.
    static func elements(of list: String) -> [String] {
        let bytes = Array(list.utf8)
        return parts(of: bytes, open: UInt8(ascii: "[")).map { trim(bytes[$0]) }
    }

    /// A document that lists objects.
    static func list(kind: String, items: [String]) -> String {
        let list = items.joined(separator: ",")
        return "{\"apiVersion\":\"lanekeeper/v1\",\"items\":[\(list)],\"kind\":\"\(kind)\"}"
    }

    /// A string as JSON.
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Where the parts between the commas of an object or a list are, white space before them left
    /// out.
    private static func parts(of bytes: [UInt8], open: UInt8) -> [Range<Int>] {
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), bytes[first] == open else {
            return []
        }
        var parts: [Range<Int>] = []
        var start = first + 1
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index = (endOfString(bytes, from: index) ?? bytes.count) - 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 {
                    append(start..<index, of: bytes, to: &parts)
                    return parts
                }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                append(start..<index, of: bytes, to: &parts)
                start = index + 1
            default:
                break
            }
            index += 1
        }
        return parts
    }

    private static func append(
        _ range: Range<Int>,
        of bytes: [UInt8],
        to parts: inout [Range<Int>]
    ) {
        guard let start = bytes[range].firstIndex(where: { !isSpace($0) }) else { return }
        parts.append(start..<range.upperBound)
    }

    /// The index behind the closing quote of the string that begins at `start`.
    private static func endOfString(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "\"") else { return nil }
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 1
            } else if bytes[index] == UInt8(ascii: "\"") {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> String {
        var slice = bytes.drop(while: isSpace)
        while let last = slice.last, isSpace(last) { slice.removeLast() }
        return String(decoding: slice, as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }
}
