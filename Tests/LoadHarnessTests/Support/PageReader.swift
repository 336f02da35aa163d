/// Reads markup the strict way, as XML would, and says what is wrong with it.
///
/// Knows only what a page of ours may have: elements, attributes in double quotes, text, the five named
/// entities and numbered ones, and one declaration of the document type.
struct PageReader {
    /// What is wrong, with the place in bytes; empty if nothing.
    private(set) var problems: [String] = []
    /// The names of all elements, in the order of their beginnings.
    private(set) var names: [String] = []
    /// The values of all attributes, by `element.attribute`.
    private(set) var attributes: [String: [String]] = [:]
    /// All text outside of tags, escaped as it stands there.
    private(set) var text = ""

    private let bytes: [UInt8]
    private var index = 0
    private var open: [String] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "<") { readTag() } else { readText() }
        }
        if !open.isEmpty { report("never closed: \(open.joined(separator: " "))") }
    }

    private mutating func report(_ problem: String) {
        problems.append("byte \(index): \(problem)")
    }

    private mutating func readText() {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        let part = String(decoding: bytes[start..<index], as: UTF8.self)
        checkEntities(part)
        if part.contains(">") { report("a bare > in text") }
        text += part
    }

    private mutating func checkEntities(_ part: String) {
        for piece in part.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
            let name = piece.prefix { $0 != ";" }
            let isKnown = ["amp", "lt", "gt", "quot", "#39"].contains(String(name))
            if !isKnown || name.endIndex == piece.endIndex { report("unknown entity &\(name)") }
        }
    }

    private mutating func readTag() {
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) else {
            report("a tag without its end")
            index = bytes.count
            return
        }
        let tag = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        if tag.contains("<") { report("a bare < in a tag") }
        if tag.hasPrefix("!") {
            if index != 0 || tag != "!DOCTYPE html" { report("a declaration: \(tag)") }
        } else if tag.hasPrefix("/") {
            close(String(tag.dropFirst()))
        } else {
            begin(tag)
        }
        index = end + 1
    }

    private mutating func close(_ name: String) {
        guard open.last == name else {
            return report("\(name) closed inside of \(open.last ?? "nothing")")
        }
        open.removeLast()
    }

    private mutating func begin(_ tag: String) {
        let isEmpty = tag.hasSuffix("/")
        let content = isEmpty ? tag.dropLast() : tag[...]
        let name = String(content.prefix { $0 != " " })
        names.append(name)
        readAttributes(content.dropFirst(name.count), of: name)
        // HTML knows these as void, SVG as empty; any other would stay open in a browser.
        let isVoid = ["meta", "path", "rect"].contains(name)
        if isEmpty, !isVoid { report("\(name) closes itself") }
        if !isEmpty { open.append(name) }
    }

    private mutating func readAttributes(_ content: Substring, of name: String) {
        var rest = content
        var seen: [Substring] = []
        while !rest.isEmpty {
            guard rest.first == " ", let equals = rest.firstIndex(of: "=") else {
                return report("\(name) has odd attributes: \(content)")
            }
            let attribute = rest[..<equals].dropFirst()
            let quoted = rest[rest.index(after: equals)...]
            guard quoted.first == "\"", let end = quoted.dropFirst().firstIndex(of: "\"") else {
                return report("\(name) has an attribute without quotes: \(content)")
            }
            if seen.contains(attribute) { report("\(name) has \(attribute) twice") }
            seen.append(attribute)
            let value = String(quoted.dropFirst()[..<end])
            checkEntities(value)
            attributes["\(name).\(attribute)", default: []].append(value)
            rest = quoted[quoted.index(after: end)...]
        }
    }
}
