import Protocol

/// What a load on a running supervisor may be judged by: others use it, too.
enum AttachedEvidence {
    /// Leaves out what is not about missions of this load.
    ///
    /// An event about another's mission stays in its place, because the stream must have no hole, but
    /// says no more whose it is.
    ///
    /// - Parameters:
    ///   - evidence: Of everything that the supervisor did meanwhile.
    ///   - seed: A part of the keys of the load.
    static func keepOwn(_ evidence: inout Evidence, seed: UInt64) {
        let start = "load-\(seed)-"
        evidence.missions.removeAll { $0.key?.hasPrefix(start) != true }
        let own = Set(evidence.missions.map(\.missionID))
            .union(evidence.submissions.map(\.missionID))
        evidence.attempts.removeAll { !own.contains($0.missionID) }
        for index in evidence.events.indices {
            guard let id = evidence.events[index].missionID, !own.contains(id) else { continue }
            evidence.events[index].missionID = nil
            evidence.events[index].runID = nil
        }
    }
}
