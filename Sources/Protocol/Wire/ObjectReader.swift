import DataStructures

/// Reads the fields of one object, and says of a bad one where it is, what was given and what is
/// allowed.
///
/// A field that is `null` counts as absent.
struct ObjectReader {
    /// How many bytes of a bad value an error quotes.
    static let quotedByteCountMax = 60

    /// Nil stands for an object without fields.
    private let container: KeyedDecodingContainer<WireName>?

    /// The names of all fields, in no order: asking the container for one that is absent, as most
    /// are, takes longer than looking here.
    private let given: [WireName]

    /// True in requests and in what we stored ourselves: a field that is not known is refused.
    let isStrict: Bool

    /// Opens the object that `decoder` is at.
    ///
    /// - Throws: `invalidField` if it is no object.
    init(_ decoder: any Decoder) throws(ProtocolError) {
        isStrict = decoder.userInfo.isEmpty
        do {
            let container = try decoder.container(keyedBy: WireName.self)
            self.container = container
            given = container.allKeys
        } catch {
            throw ProtocolError(
                .invalidField,
                path: Self.text(of: decoder.codingPath),
                "\(Self.quote(Self.value(in: decoder))) is not an object"
            )
        }
    }

    /// Opens the object that is the field `name` of `parent`; without fields if it is absent.
    ///
    /// - Throws: `invalidField` if it is no object.
    init(_ name: WireName, of parent: ObjectReader) throws(ProtocolError) {
        isStrict = parent.isStrict
        guard parent.has(name) else {
            container = nil
            given = []
            return
        }
        do {
            container = try parent.container?.nestedContainer(keyedBy: WireName.self, forKey: name)
            given = container?.allKeys ?? []
        } catch {
            throw parent.bad(name, "an object")
        }
    }

    /// Refuses the first field, by name, that is not among `fields`; nothing in a tolerant reader.
    func refuseUnknown(among fields: [WireName]) throws(ProtocolError) {
        guard isStrict else { return }
        guard let name = given.filter({ !fields.contains($0) }).min() else { return }
        let nearest = NearestName.suggestion(
            for: name.stringValue,
            among: fields.map(\.stringValue)
        )
        let hint = nearest.map { " (did you mean \"\($0)\"?)" } ?? ""
        throw error(name, "unknown field" + hint)
    }

    /// True if the field is there and not null.
    func has(_ name: WireName) -> Bool {
        guard let container, given.contains(name) else { return false }
        do {
            return try !container.decodeNil(forKey: name)
        } catch {
            return true
        }
    }

    /// An object of any shape: its members as they are; empty if it is absent.
    func members(_ name: WireName) throws(ProtocolError) -> OrderedTable<String, JSONValue> {
        var members = OrderedTable<String, JSONValue>()
        let object = try ObjectReader(name, of: self)
        for member in object.names {
            members[member.stringValue] = try object.any(member) ?? .null
        }
        return members
    }

    /// The names of all fields, sorted.
    var names: [WireName] {
        given.sorted()
    }

    /// The field as it is; nil if it is absent.
    func any(_ name: WireName) throws(ProtocolError) -> JSONValue? {
        try value(name, as: AnyJSON.self, "a JSON value")?.value
    }

    // MARK: Strings

    /// A string with a number of bytes in `byteCounts` and without NUL; nil if it is absent.
    func stringIfPresent(
        _ name: WireName,
        _ byteCounts: ClosedRange<Int>
    ) throws(ProtocolError) -> String? {
        guard let text = try value(name, as: String.self, allowed(byteCounts)) else { return nil }
        guard byteCounts.contains(text.utf8.count), !text.utf8.contains(0) else {
            throw bad(name, allowed(byteCounts), given: .string(text))
        }
        return text
    }

    /// A string that must be there.
    func string(_ name: WireName, _ byteCounts: ClosedRange<Int>) throws(ProtocolError) -> String {
        try present(name, stringIfPresent(name, byteCounts), allowed(byteCounts))
    }

    /// Text of any length and with any character, which must be there.
    func log(_ name: WireName) throws(ProtocolError) -> String {
        try present(name, value(name, as: String.self, "a string"), "a string")
    }

    /// A list of at most `countMax` strings; empty if it is absent.
    func strings(
        _ name: WireName,
        countMax: Int,
        _ byteCounts: ClosedRange<Int>
    ) throws(ProtocolError) -> [String] {
        try list(name, countMax: countMax, allowed(byteCounts)) { (text: String) in
            byteCounts.contains(text.utf8.count) && !text.utf8.contains(0) ? text : nil
        }
    }

    /// A list of at most `countMax` argument vectors, each of 1 to 128 strings; the program, which
    /// is the first of each, is not empty.
    ///
    /// Empty if it is absent.
    func commands(_ name: WireName, countMax: Int) throws(ProtocolError) -> [[String]] {
        let form = "a command: 1 to 128 strings of at most 4096 bytes, the first not empty"
        return try list(name, countMax: countMax, form) { (command: [String]) in
            let isValid =
                (1...128).contains(command.count) && command.first != ""
                && command.allSatisfy { $0.utf8.count <= 4096 && !$0.utf8.contains(0) }
            return isValid ? command : nil
        }
    }

    // MARK: Identifiers, times, vocabularies

    /// A value that is a string on the wire; nil if it is absent.
    func textIfPresent<Text: WireText>(
        _ name: WireName,
        as type: Text.Type = Text.self
    ) throws(ProtocolError) -> Text? {
        guard let text = try value(name, as: String.self, Text.allowedText) else { return nil }
        guard let value = Text(wireText: text) else {
            throw bad(name, Text.allowedText, given: .string(text))
        }
        return value
    }

    /// A value that is a string on the wire and must be there.
    func text<Text: WireText>(
        _ name: WireName,
        as type: Text.Type = Text.self
    ) throws(ProtocolError) -> Text {
        try present(name, textIfPresent(name), Text.allowedText)
    }

    /// A list of at most `countMax` such values; empty if it is absent.
    func texts<Text: WireText>(
        _ name: WireName,
        countMax: Int
    ) throws(ProtocolError) -> [Text] {
        try list(name, countMax: countMax, Text.allowedText) { Text(wireText: $0) }
    }

    // MARK: Numbers and flags

    /// An integer within `range`; nil if it is absent.
    func integerIfPresent<Number: FixedWidthInteger & Codable>(
        _ name: WireName,
        _ range: ClosedRange<Number>
    ) throws(ProtocolError) -> Number? {
        guard let number = try value(name, as: Number.self, allowed(range)) else { return nil }
        guard range.contains(number) else { throw bad(name, allowed(range)) }
        return number
    }

    /// An integer that must be there.
    func integer<Number: FixedWidthInteger & Codable>(
        _ name: WireName,
        _ range: ClosedRange<Number>
    ) throws(ProtocolError) -> Number {
        try present(name, integerIfPresent(name, range), allowed(range))
    }

    /// A named count; nil if it is absent.
    func counterIfPresent<Counter: WireCounter>(
        _ name: WireName,
        as type: Counter.Type = Counter.self
    ) throws(ProtocolError) -> Counter? {
        try integerIfPresent(name, 0...UInt64.max).map { Counter($0) }
    }

    /// A named count that must be there.
    func counter<Counter: WireCounter>(
        _ name: WireName,
        as type: Counter.Type = Counter.self
    ) throws(ProtocolError) -> Counter {
        Counter(try integer(name, 0...UInt64.max))
    }

    /// A finite number; nil if it is absent.
    func numberIfPresent(_ name: WireName) throws(ProtocolError) -> Double? {
        try value(name, as: Double.self, "a number")
    }

    /// True or false, or `absent` if the field is not there.
    func flag(_ name: WireName, absent: Bool = false) throws(ProtocolError) -> Bool {
        try value(name, as: Bool.self, "true or false") ?? absent
    }

    /// The id of a request; nil if it is absent.
    func requestID(_ name: WireName) throws(ProtocolError) -> RequestID? {
        try value(name, as: WireRequestID.self, WireRequestID.allowedText)?.value
    }

    // MARK: Objects

    /// An object; nil if it is absent.
    func objectIfPresent<Value: WireObject>(
        _ name: WireName,
        as type: Value.Type = Value.self
    ) throws(ProtocolError) -> Value? {
        try value(name, as: Wire<Value>.self, "an object")?.value
    }

    /// An object that must be there.
    func object<Value: WireObject>(
        _ name: WireName,
        as type: Value.Type = Value.self
    ) throws(ProtocolError) -> Value {
        try present(name, objectIfPresent(name), "an object")
    }

    /// A list of objects, as many as `counts` allows; empty if it is absent and 0 is allowed.
    func objects<Value: WireObject>(
        _ name: WireName,
        _ counts: ClosedRange<Int> = 0...Int.max
    ) throws(ProtocolError) -> [Value] {
        let allowed =
            counts.upperBound == .max
            ? "a list of objects"
            : "a list of \(counts.lowerBound) to \(counts.upperBound) objects"
        guard let values = try value(name, as: [Wire<Value>].self, allowed) else {
            guard counts.contains(0) else { throw missing(name, allowed) }
            return []
        }
        guard counts.contains(values.count) else {
            throw error(name, "a list of \(values.count) is not \(allowed)")
        }
        return values.map(\.value)
    }

    // MARK: Errors

    /// An error that quotes the value of a field, and says what is allowed.
    func bad(_ name: WireName, _ allowed: String, given: JSONValue? = nil) -> ProtocolError {
        var value = given ?? .null
        if given == nil {
            do {
                value = try container?.decode(AnyJSON.self, forKey: name).value ?? .null
            } catch {
                return self.error(name, "not \(allowed)")
            }
        }
        return error(name, "\(Self.quote(value)) is not \(allowed)")
    }

    /// An error that says that a field is missing.
    func missing(_ name: WireName, _ allowed: String) -> ProtocolError {
        error(name, "missing (needs \(allowed))")
    }

    /// An error about a field.
    func error(
        _ name: WireName,
        reason: ReasonCode = .invalidField,
        _ problem: String
    ) -> ProtocolError {
        let path = (container?.codingPath ?? []) + [name]
        return ProtocolError(reason, path: Self.text(of: path), problem)
    }

    /// The value as JSON, cut to `quotedByteCountMax` bytes at a character.
    static func quote(_ value: JSONValue) -> String {
        let text = String(decoding: JSONText.encode(value), as: UTF8.self)
        guard text.utf8.count > quotedByteCountMax else { return text }
        return text.prefix(utf8Max: quotedByteCountMax) + "…"
    }

    // MARK: Plumbing

    private func present<Value>(
        _ name: WireName,
        _ value: Value?,
        _ allowed: @autoclosure () -> String
    ) throws(ProtocolError) -> Value {
        guard let value else { throw missing(name, allowed()) }
        return value
    }

    private func value<Value: Decodable>(
        _ name: WireName,
        as type: Value.Type,
        _ allowed: @autoclosure () -> String
    ) throws(ProtocolError) -> Value? {
        guard let container, given.contains(name) else { return nil }
        do {
            return try container.decodeIfPresent(type, forKey: name)
        } catch let error as ProtocolError {
            throw error
        } catch {
            throw bad(name, allowed())
        }
    }

    private func list<Given: Decodable, Value>(
        _ name: WireName,
        countMax: Int,
        _ allowed: @autoclosure () -> String,
        _ transform: (Given) -> Value?
    ) throws(ProtocolError) -> [Value] {
        guard let container, has(name) else { return [] }
        var items: any UnkeyedDecodingContainer
        do {
            items = try container.nestedUnkeyedContainer(forKey: name)
        } catch {
            throw bad(name, "a list")
        }
        if let count = items.count, count > countMax {
            throw error(name, "a list of \(count) is not a list of at most \(countMax)")
        }
        var values: [Value] = []
        while !items.isAtEnd {
            do {
                if let value = transform(try items.decode(Given.self)) {
                    values.append(value)
                    continue
                }
            } catch {
                // What the item is instead is said below.
            }
            throw badItem(of: name, at: values.count, allowed())
        }
        return values
    }

    private func badItem(of name: WireName, at index: Int, _ allowed: String) -> ProtocolError {
        let given: JSONValue?
        do {
            given = try any(name)
        } catch {
            given = nil
        }
        var item = JSONValue.null
        if case .array(let items)? = given, items.indices.contains(index) { item = items[index] }
        let path = Self.text(of: (container?.codingPath ?? []) + [name]) + "[\(index)]"
        return ProtocolError(.invalidField, path: path, "\(Self.quote(item)) is not \(allowed)")
    }

    private func allowed(_ byteCounts: ClosedRange<Int>) -> String {
        byteCounts.lowerBound == 0
            ? "a string of at most \(byteCounts.upperBound) bytes"
            : "a string of \(byteCounts.lowerBound) to \(byteCounts.upperBound) bytes"
    }

    private func allowed(_ range: ClosedRange<some FixedWidthInteger>) -> String {
        range.upperBound == .max
            ? "an integer from \(range.lowerBound)"
            : "an integer from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func value(in decoder: any Decoder) -> JSONValue {
        do {
            return try AnyJSON(from: decoder).value
        } catch {
            return .null
        }
    }

    private static func text(of path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return text
    }
}
