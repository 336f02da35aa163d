/// The words that a command takes besides its options.
struct ArgumentSpec: Sendable {
    /// How many words it takes.
    enum Count: Sendable {
        /// Exactly one.
        case one
        /// None or one.
        case optional
        /// One or more.
        case many
    }

    /// What help shows in place of the word, in capitals.
    let name: String
    /// How many words it takes.
    let count: Count
    /// One clause for help.
    let help: String

    init(_ name: String, _ count: Count, _ help: String) {
        self.name = name
        self.count = count
        self.help = help
    }

    /// The words as usage shows them: `LANE`, `[NOUN]`, `MISSION...`.
    var usage: String {
        switch count {
        case .one: name
        case .optional: "[\(name)]"
        case .many: "\(name)..."
        }
    }
}
