/// Text of others, made harmless for a terminal and a page.
///
/// Control characters could move the cursor; marks that turn the direction of writing could show a
/// text as another one.
enum PlainText {
    /// The text with every such character replaced by U+FFFD, and line ends and tabs by a blank.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" || scalar == "\r" {
                result.append(" ")
            } else {
                result.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// The harmless text in at most so many characters, the last one `…` where it was cut.
    ///
    /// - Parameters:
    ///   - text: Any text.
    ///   - characterCountMax: At least 1.
    /// - Returns: The text on one line.
    static func fitted(_ text: String, _ characterCountMax: Int) -> String {
        // A character may have any number of marks on it: they are bounded, too.
        let scalars = text.unicodeScalars.prefix(2 * characterCountMax)
        let isWhole = scalars.endIndex == text.endIndex
        let start = harmless(String(String.UnicodeScalarView(scalars)))
        guard !isWhole || start.count > characterCountMax else { return start }
        return start.prefix(characterCountMax - 1) + "…"
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0xFFFE...0xFFFF:
            true
        default: false
        }
    }
}
