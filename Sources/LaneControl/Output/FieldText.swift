/// Names and values under each other, for one object.
enum FieldText {
    /// Fields whose first word is one of those that have a colour.
    private static let paintedNames = ["admission", "status"]

    /// One line a field; those without a value are left out.
    ///
    /// - Parameters:
    ///   - fields: Names and values; a value may have several lines.
    ///   - style: Colours for states.
    /// - Returns: Lines, each ending with a line feed.
    static func lines(_ fields: [(String, String?)], style: Style) -> String {
        let width = fields.filter { $0.1 != nil }.map(\.0.count).max() ?? 0
        return fields.map { name, value in
            guard let value else { return "" }
            let gap = String(repeating: " ", count: width - name.count + 2)
            let text = block(SafeText.block(value), indent: width + 2)
            return name + gap + (paintedNames.contains(name) ? paint(text, style) : text) + "\n"
        }.joined()
    }

    private static func paint(_ text: String, _ style: Style) -> String {
        let word = text.prefix { $0.isLetter || $0 == "_" }
        return style.paint(String(word)) + text.dropFirst(word.count)
    }

    /// A value of several lines, each under the first.
    private static func block(_ value: String, indent: Int) -> String {
        let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }
}
