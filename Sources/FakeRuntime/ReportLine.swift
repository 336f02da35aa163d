/// One line of the report channel: a JSON object with the key `lane`.
struct ReportLine {
    /// The object, without the end of the line.
    private(set) var text: String

    /// Starts a report of `kind`.
    init(_ kind: String) {
        text = "{\"lane\":\(Self.quoted(kind))}"
    }

    /// Adds a member whose value is a string.
    func adding(_ key: String, _ value: some StringProtocol) -> ReportLine {
        adding(key, literal: Self.quoted(value))
    }

    /// Adds a member whose value is JSON already.
    func adding(_ key: String, literal: some StringProtocol) -> ReportLine {
        var line = self
        line.text = text.dropLast() + ",\(Self.quoted(key)):\(literal)}"
        return line
    }

    /// Adds a member, as a number or boolean where the text is one.
    func adding(_ key: String, guessing value: some StringProtocol) -> ReportLine {
        let isLiteral = ["true", "false"].contains(String(value)) || Self.isNumber(value)
        return isLiteral ? adding(key, literal: value) : adding(key, value)
    }

    /// Whether `text` is a number as JSON writes it; Swift also reads `nan` and `0x1p3`.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        let isPlain = text.allSatisfy { "0123456789+-.eE".contains($0) }
        let isEnclosed = text.first != "+" && text.first != "." && text.last != "."
        return isPlain && isEnclosed && Double(text) != nil
    }

    private static func quoted(_ text: some StringProtocol) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default:
                quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
