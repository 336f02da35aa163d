import DataStructures

/// Whose turn it is among the sources that wait in one class: each gets starts in proportion to its
/// weight while it has something waiting.
///
/// Start-time fair queueing (Goyal, Vin and Cheng, 1996). A source that begins to wait gets the
/// virtual time of the last start as its tag, each start adds the inverse of its weight to it, and
/// the lowest tag starts next. Over any time in which two sources could start all the while, one is
/// never ahead of the other by more than one start of each: `|starts1 / weight1 - starts2 / weight2|`
/// is at most `1 / weight1 + 1 / weight2`. What a source did not use while nothing of it waited, or
/// its lane could not start it, is not saved for later. Starts that a class gets as its minimum
/// share go by age and count for no source.
struct FairShare: Equatable, Sendable {
    /// A source's place in the order of turns: lower starts first.
    struct Turn: Comparable, Hashable, Sendable {
        /// In units of `costOfOneStart` for a weight of 1.
        let tag: UInt64
        /// In the order in which turns were given, so that an endless stream of new sources cannot
        /// stay in front of one that waits.
        let number: UInt64

        static func < (lhs: Turn, rhs: Turn) -> Bool {
            (lhs.tag, lhs.number) < (rhs.tag, rhs.number)
        }
    }

    private struct Line: Equatable {
        var turn: Turn
        var waitingCount: Int
    }

    /// What a start adds to the tag of a source with weight 1; weights up to 10 divide it.
    private static let costOfOneStart: UInt64 = 5_040_000
    /// Sources remembered though nothing of theirs waits, because they are ahead of their share.
    private static let idleCountMax = 256

    private var virtualTime: UInt64 = 0
    private var nextNumber: UInt64 = 0
    private var lines = OrderedTable<String, Line>()
    private var idleCount = 0

    /// The sources that are remembered.
    var sourceCount: Int { lines.count }

    /// The turn of a source that has something waiting; nil if it has not.
    func turn(of source: String) -> Turn? {
        guard let line = lines[source], line.waitingCount > 0 else { return nil }
        return line.turn
    }

    /// One more mission of a source waits.
    ///
    /// - Returns: The source's turn.
    mutating func arrived(_ source: String) -> Turn {
        if var line = lines[source] {
            if line.waitingCount == 0 {
                idleCount -= 1
                line.turn = nextTurn(max(line.turn.tag, virtualTime))
            }
            line.waitingCount += 1
            lines[source] = line
            return line.turn
        }
        let turn = nextTurn(virtualTime)
        lines[source] = Line(turn: turn, waitingCount: 1)
        return turn
    }

    /// One mission of a source waits no more.
    mutating func left(_ source: String) {
        guard var line = lines[source], line.waitingCount > 0 else {
            fatalError("invariant broken: nothing of source \"\(source)\" waits")
        }
        line.waitingCount -= 1
        lines[source] = line
        guard line.waitingCount == 0 else { return }
        idleCount += 1
        if line.turn.tag <= virtualTime {
            forget(source)
        } else if idleCount > Self.idleCountMax {
            forgetIdle()
        }
    }

    /// A mission of a source starts because it was its turn; it counts as waiting until it `left`.
    ///
    /// - Parameters:
    ///   - source: The source.
    ///   - weight: 1 to 1000.
    /// - Returns: The source's turn from now on.
    mutating func started(_ source: String, weight: Int) -> Turn {
        guard var line = lines[source] else {
            fatalError("invariant broken: nothing of source \"\(source)\" waits")
        }
        virtualTime = max(virtualTime, line.turn.tag)
        line.turn = nextTurn(virtualTime + Self.costOfOneStart / UInt64(max(1, weight)))
        lines[source] = line
        return line.turn
    }

    private mutating func nextTurn(_ tag: UInt64) -> Turn {
        nextNumber += 1
        return Turn(tag: tag, number: nextNumber)
    }

    private mutating func forget(_ source: String) {
        lines.remove(source)
        idleCount -= 1
    }

    /// Those within their share lose nothing by it; if that is not enough, all go.
    private mutating func forgetIdle() {
        let idle = lines.filter { $0.value.waitingCount == 0 }
        let spent = idle.filter { $0.value.turn.tag <= virtualTime }
        for (source, _) in spent.isEmpty ? idle : spent { forget(source) }
    }
}
