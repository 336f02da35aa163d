/// One option of a command: what the parser accepts, what help and completion show.
struct OptionSpec: Sendable {
    /// What follows the option's name.
    enum Value: Sendable {
        /// Nothing: it is there or not.
        case flag
        /// One value, given at most once; the text is what help shows in its place.
        case one(String)
        /// One value each time it is given.
        case list(String)
        /// One of these words, given at most once.
        case choice([String])
    }

    /// The long name, without dashes.
    let name: String
    /// The short name, without its dash.
    let short: Character?
    /// What follows it.
    let value: Value
    /// One clause for help, in lower case and without a full stop.
    let help: String

    init(_ name: String, short: Character? = nil, _ value: Value, _ help: String) {
        self.name = name
        self.short = short
        self.value = value
        self.help = help
    }

    /// What help shows in place of the value; nil for a flag.
    var placeholder: String? {
        switch value {
        case .flag: nil
        case .one(let text), .list(let text): text
        case .choice(let words): words.joined(separator: "|")
        }
    }

    /// The option as usage shows it: `--lane LANE`, `-o, --output table|json`.
    var usage: String {
        let names = (short.map { "-\($0), " } ?? "") + "--" + name
        return placeholder.map { names + " " + $0 } ?? names
    }

    /// True if it may be given more than once.
    var isRepeatable: Bool {
        switch value {
        case .list: true
        case .flag, .one, .choice: false
        }
    }
}
