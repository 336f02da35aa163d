/// The name of a field on the wire.
struct WireName: CodingKey, ExpressibleByStringLiteral, Hashable, Comparable {
    let stringValue: String

    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        nil
    }

    init(stringLiteral value: String) {
        stringValue = value
    }

    static func < (lhs: WireName, rhs: WireName) -> Bool {
        lhs.stringValue < rhs.stringValue
    }
}
