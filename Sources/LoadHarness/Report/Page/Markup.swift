/// Markup whose elements are always closed and whose text is always escaped.
///
/// There is no way to write a raw `<`: an element is opened and closed by one call, and whatever else
/// is given is text or the value of an attribute. What comes out is well-formed as XML, too.
struct Markup {
    /// What was written, in UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Writes an element with what `content` writes inside of it.
    ///
    /// - Parameters:
    ///   - tag: Its name.
    ///   - attributes: Names of our own with values of any text, in order.
    ///   - content: Writes what is inside; without it the element is empty and closes itself.
    mutating func element(
        _ tag: Tag,
        _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: (inout Markup) -> Void
    ) {
        open(tag, attributes)
        bytes.append(UInt8(ascii: ">"))
        content(&self)
        bytes.append(contentsOf: "</\(tag.rawValue)>".utf8)
    }

    /// Writes an element that holds nothing.
    ///
    /// Only for elements that HTML knows as void or SVG as empty: HTML would leave others open.
    mutating func empty(_ tag: Tag, _ attributes: KeyValuePairs<StaticString, String>) {
        open(tag, attributes)
        bytes.append(contentsOf: "/>".utf8)
    }

    /// Writes an element with text inside.
    mutating func element(
        _ tag: Tag,
        _ attributes: KeyValuePairs<StaticString, String> = [:],
        text: String
    ) {
        element(tag, attributes) { $0.text(text) }
    }

    /// Writes text; nothing in it is markup.
    mutating func text(_ text: String) {
        append(escaped: text)
    }

    /// Writes a line end, for who reads the source.
    mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func open(_ tag: Tag, _ attributes: KeyValuePairs<StaticString, String>) {
        bytes.append(contentsOf: "<\(tag.rawValue)".utf8)
        for (name, value) in attributes {
            bytes.append(contentsOf: " \(name)=\"".utf8)
            append(escaped: value)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func append(escaped text: String) {
        for byte in PlainText.harmless(text).utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
