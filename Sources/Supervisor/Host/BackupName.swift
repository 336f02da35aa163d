import Protocol

/// What a copy of the ledger is called: the time at which it was begun, such as
/// `2026-11-21T103000000Z.sqlite`.
///
/// Names rise with the times. A copy gets its name once it has been found sound.
struct BackupName: Equatable {
    private static let suffix = ".sqlite"

    /// When the copy was begun, to the millisecond.
    let begunAt: WallTime

    /// Names a copy that is begun now.
    init(begunAt: WallTime) {
        self.begunAt = begunAt
    }

    /// Reads a file's name; nil if it is no copy's, also not one that is not whole yet.
    init?(_ text: String) {
        guard text.hasSuffix(Self.suffix) else { return nil }
        var time = String(text.dropLast(Self.suffix.count))
        guard time.utf8.count == 21, time.count == 21 else { return nil }
        for (offset, mark) in [(17, "."), (15, ":"), (13, ":")] as [(Int, Character)] {
            time.insert(mark, at: time.index(time.startIndex, offsetBy: offset))
        }
        guard let begunAt = WallTime(time) else { return nil }
        self.begunAt = begunAt
    }

    /// The file's name.
    var text: String {
        begunAt.description.filter { $0 != ":" && $0 != "." } + Self.suffix
    }
}
