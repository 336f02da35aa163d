/// Writes the fields of one object; what is nil is left out, and the order of calls does not matter.
///
/// Text that we write is one line of UTF-8: members sorted by the bytes of their names, no spaces,
/// slashes and everything beyond ASCII not escaped. `JSONEncoder` writes the same and takes three
/// times as long (docs/decisions/0001).
struct ObjectWriter {
    private struct Field {
        let name: String
        let value: Range<Int>
    }

    private var fields: [Field] = []
    private var values: [UInt8] = []

    /// The object that `write` writes.
    static func text(_ write: (inout ObjectWriter) -> Void) -> [UInt8] {
        var object = ObjectWriter()
        write(&object)
        var text: [UInt8] = []
        text.reserveCapacity(object.values.count * 2)
        object.append(to: &text)
        return text
    }

    /// Writes which object of which version of the interface this is.
    mutating func putKind(_ kind: String) {
        put("apiVersion", "lanekeeper/v1")
        put("kind", kind)
    }

    mutating func put(_ name: WireName, _ text: String?) {
        guard let text else { return }
        put(name) { $0.append(json: text) }
    }

    mutating func put(_ name: WireName, _ flag: Bool) {
        put(name) { $0.append(json: flag) }
    }

    mutating func put(_ name: WireName, _ number: (some FixedWidthInteger)?) {
        guard let number else { return }
        put(name) { $0.append(json: number) }
    }

    mutating func put(_ name: WireName, _ counter: (some WireCounter)?) {
        put(name, counter?.rawValue)
    }

    mutating func put(_ name: WireName, _ value: (some WireText)?) {
        put(name, value?.wireText)
    }

    mutating func put(_ name: WireName, _ values: [some WireText]) {
        put(name, values.map(\.wireText))
    }

    mutating func put(_ name: WireName, _ texts: [String]) {
        put(name) { $0.append(json: texts) }
    }

    mutating func put(_ name: WireName, _ lists: [[String]]) {
        put(name) { $0.append(list: lists) { $0.append(json: $1) } }
    }

    mutating func put(_ name: WireName, _ value: JSONValue) {
        put(name) { $0.append(json: value) }
    }

    mutating func put(_ name: WireName, _ value: (some WireObject)?) {
        guard let value else { return }
        put(name, object: value.write(to:))
    }

    mutating func put<Value: WireObject>(_ name: WireName, _ values: [Value]) {
        put(name) { text in
            text.append(list: values) { text, value in
                var object = ObjectWriter()
                value.write(to: &object)
                object.append(to: &text)
            }
        }
    }

    /// Writes an object whose fields a closure writes.
    mutating func put(_ name: WireName, object write: (inout ObjectWriter) -> Void) {
        var object = ObjectWriter()
        write(&object)
        put(name) { object.append(to: &$0) }
    }

    private mutating func put(_ name: WireName, _ append: (inout [UInt8]) -> Void) {
        let start = values.count
        append(&values)
        fields.append(Field(name: name.stringValue, value: start..<values.count))
    }

    private func append(to text: inout [UInt8]) {
        var separator = UInt8(ascii: "{")
        for field in fields.sorted(by: { $0.name < $1.name }) {
            text.append(separator)
            separator = UInt8(ascii: ",")
            // Names are our own, and none needs an escape.
            text.append(UInt8(ascii: "\""))
            text.append(contentsOf: field.name.utf8)
            text.append(contentsOf: "\":".utf8)
            text.append(contentsOf: values[field.value])
        }
        if fields.isEmpty { text.append(UInt8(ascii: "{")) }
        text.append(UInt8(ascii: "}"))
    }
}
