import Protocol

/// One page of a list of missions.
struct MissionPage: Equatable {
    /// A mission and its number in the order of acknowledgement.
    struct Entry: Equatable {
        let number: Int64
        let view: MissionView
    }

    /// The missions, oldest first; empty pages are not the end.
    let missions: [MissionView]
    /// What gives the next page; nil after the last one.
    let nextCursor: String?

    /// Makes a page of what was found.
    ///
    /// - Parameters:
    ///   - found: At most one more than `limit`, which says that there is a next page.
    ///   - limit: The most missions of the page.
    ///   - scannedThrough: The last number that was looked at; nil if that is the last there is.
    init(_ found: [Entry], limit: Int, scannedThrough: Int64?) {
        let kept = found.prefix(limit)
        missions = kept.map(\.view)
        let end = found.count > limit ? kept.last?.number : scannedThrough
        nextCursor = end.map { String($0) }
    }

    /// Returns the number after which a page starts: 0 for no cursor, nil for one that we never gave.
    static func number(ofCursor cursor: String?) -> Int64? {
        guard let cursor else { return 0 }
        guard let number = Int64(cursor), number > 0, String(number) == cursor else { return nil }
        return number
    }
}
