/// Text from missions and runtimes, made safe to show in one line on a terminal.
enum SafeText {
    /// Replaces what would break a line or steer the terminal: control characters and the marks
    /// that turn the direction of writing around.
    ///
    /// Runs of white space become one space.
    static func line(_ text: String) -> String {
        var result = ""
        var isAfterSpace = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isSpace {
                if !isAfterSpace { result.append(" ") }
            } else {
                result.unicodeScalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar)
            }
            isAfterSpace = isSpace
        }
        return result
    }

    /// The same for text of several lines: keeps line feeds and tabs.
    static func block(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isKept = scalar == "\n" || scalar == "\t" || !isHarmful(scalar)
            result.append(isKept ? scalar : "\u{FFFD}")
        }
        return String(result)
    }

    /// The same for a runtime's log, which may be coloured: keeps the sequences that set colours.
    static func log(_ text: String) -> String {
        let parts = text.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
        var result = block(String(parts[0]))
        for part in parts.dropFirst() {
            let digits = part.prefix { ("0"..."9").contains($0) || $0 == ";" }
            let isColor = part.dropFirst(digits.count).first == "m"
            result += isColor ? "\u{1B}[\(digits)m" : "\u{FFFD}["
            result += block(String(isColor ? part.dropFirst(digits.count + 1) : part))
        }
        return result
    }

    /// How many columns a text takes: wide characters take two.
    static func width(_ text: String) -> Int {
        text.reduce(0) { sum, character in
            sum + (character.unicodeScalars.first.map(isWide) == true ? 2 : 1)
        }
    }

    /// Cuts a text to a width, with `…` at the end where something is missing.
    static func cut(_ text: String, to widthMax: Int) -> String {
        guard width(text) > widthMax else { return text }
        var result = ""
        var used = 1
        for character in text {
            used += width(String(character))
            guard used <= widthMax else { break }
            result.append(character)
        }
        return result + "…"
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            true
        default:
            false
        }
    }
}
