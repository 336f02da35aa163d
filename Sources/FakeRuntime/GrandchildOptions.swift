/// How a grandchild tries to get away.
struct GrandchildOptions: Equatable {
    /// It leads a session of its own, so that a signal to the run's group or session misses it.
    var hasOwnSession = false

    /// Its parent is gone at once, so that it hangs under the nearest sub-reaper.
    var isOrphan = false

    /// SIGTERM does nothing to it.
    var ignoresTermination = false

    /// It keeps stdout and stderr open, so that whoever reads them sees no end.
    var holdsPipe = false

    /// The words that a script says for these, in a fixed order.
    var words: [String] {
        let pairs = [
            (hasOwnSession, "setsid"), (isOrphan, "double-fork"),
            (ignoresTermination, "ignore-term"), (holdsPipe, "hold-pipe"),
        ]
        return pairs.filter(\.0).map(\.1)
    }

    /// Reads words in any order; nil if one is unknown.
    init?(words: [Substring]) {
        for word in words {
            switch word {
            case "setsid": hasOwnSession = true
            case "double-fork": isOrphan = true
            case "ignore-term": ignoresTermination = true
            case "hold-pipe": holdsPipe = true
            default: return nil
            }
        }
    }
}
