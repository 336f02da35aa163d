/// Splits a command line into its words, as a shell does without expanding anything.
enum ArgvText {
    /// The words; nil if a quote is not closed, the last character is a lone backslash, or there are
    /// no words.
    ///
    /// Single quotes keep everything; in double quotes and outside, a backslash keeps the next
    /// character. There are no variables, globs, pipes or redirections: a check is no script.
    static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open {
                    quote = nil
                } else {
                    word = (word ?? "") + String(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let finished = word { words.append(finished) }
        return words.isEmpty ? nil : words
    }
}
