/// A value that is a string on the wire: an identifier, a time, a word of a vocabulary.
protocol WireText {
    /// What is allowed, as it continues "is not", for example "one of open, closed".
    static var allowedText: String { get }

    /// The text on the wire.
    var wireText: String { get }

    /// Creates the value, or returns nil unless `wireText` is allowed.
    init?(wireText: String)
}

extension WireText where Self: RawRepresentable & CaseIterable, RawValue == String {
    static var allowedText: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    var wireText: String { rawValue }

    init?(wireText: String) {
        self.init(rawValue: wireText)
    }
}
