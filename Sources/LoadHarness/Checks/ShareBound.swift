import Protocol

/// How often the oldest mission of each lower class can have been passed over at most, on a lane or in
/// a pool: a class may only be due if that is often enough.
///
/// Each start counts, though it counts for the governor only if the class could have had it. The
/// count begins anew with a start that is certain to have been the class's share, and with each
/// supervisor, which stores none.
struct ShareBound {
    /// By rank of the class; nil where nothing is known since the stream began.
    private var counts: [Int?] = [nil, nil, nil]

    /// A supervisor has started: nothing was passed over yet.
    mutating func supervisorStarted() { counts = [0, 0, 0] }

    /// True if a class may be due, where it must have been passed over so often for that.
    func mayBeDue(_ missionClass: MissionClass, least: Int) -> Bool {
        counts[missionClass.rank].map { $0 >= least } ?? true
    }

    /// Something has started.
    ///
    /// - Parameter served: The class whose share it was, if that is certain.
    mutating func started(servedFor served: MissionClass?) {
        for rank in counts.indices { counts[rank] = counts[rank].map { $0 + 1 } }
        if let served { counts[served.rank] = 0 }
    }
}
