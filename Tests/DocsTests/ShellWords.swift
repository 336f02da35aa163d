/// Cuts a line of shell, as pages show them, into commands and their words.
///
/// Knows quotes, comments, and what stands between commands; not variables or substitutions.
enum ShellWords {
    /// Splits a line.
    ///
    /// - Returns: The commands in order, each its words; a redirection and its file are left out.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        var isRedirected = false
        func end() {
            if let done = word, !isRedirected { commands[commands.count - 1].append(done) }
            if word != nil { isRedirected = false }
            word = nil
        }
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == "#", word == nil {
                break
            } else if character == " " {
                end()
            } else if "|&;()".contains(character) {
                end()
                commands.append([])
            } else if character == ">" || character == "<" {
                // Digits in front of it name a descriptor.
                if word?.allSatisfy(\.isNumber) == true { word = nil }
                end()
                isRedirected = true
            } else {
                word = (word ?? "") + String(character)
            }
        }
        end()
        return commands.filter { !$0.isEmpty }
    }
}
