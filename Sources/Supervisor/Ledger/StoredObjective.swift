import Protocol

/// An objective as the ledger stores it: its beginning, which lists show, apart from the rest, which
/// may be large and is read only to be run.
struct StoredObjective: Equatable {
    /// The most bytes of the beginning.
    static let startByteCountMax = 200

    /// The longest beginning of at most `startByteCountMax` bytes that cuts no character.
    let start: String
    /// What follows; nil if nothing does.
    let rest: String?

    /// Divides an objective.
    init(_ objective: String) {
        start = objective.prefix(utf8Max: Self.startByteCountMax)
        let end = objective.utf8.index(objective.startIndex, offsetBy: start.utf8.count)
        rest = end == objective.endIndex ? nil : String(objective[end...])
    }

    /// Creates one from its parts.
    init(start: String, rest: String?) {
        self.start = start
        self.rest = rest
    }

    /// The whole.
    var text: String { start + (rest ?? "") }
}
