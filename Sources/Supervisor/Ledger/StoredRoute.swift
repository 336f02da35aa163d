import Protocol

/// The choices of a lane as a column keeps them: a line each, with tabs between time, lane, actor,
/// reason and phrase.
///
/// Not JSON: the rows of all open missions are read at every start, and this takes a tenth of it.
enum StoredRoute {
    static func text(_ route: [RouteStep]) -> String? {
        guard !route.isEmpty else { return nil }
        return route.map { step in
            "\(step.at.nanoseconds)\t\(step.vpID)\t\(step.actor)\t\(step.reason?.rawValue ?? "")"
                + "\t\(step.summary)"
        }
        .joined(separator: "\n")
    }

    /// Returns nil for a text that `text` does not give.
    static func route(_ text: String) -> [RouteStep]? {
        var route: [RouteStep] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let fields = line.split(
                separator: "\t",
                maxSplits: 4,
                omittingEmptySubsequences: false
            )
            guard fields.count == 5, let time = Int64(fields[0]),
                let lane = LaneID(String(fields[1]))
            else { return nil }
            let reason = ReasonCode(rawValue: String(fields[3]))
            guard reason != nil || fields[3].isEmpty else { return nil }
            route.append(
                RouteStep(
                    vpID: lane,
                    actor: String(fields[2]),
                    reason: reason,
                    summary: String(fields[4]),
                    at: WallTime(nanoseconds: time)
                )
            )
        }
        return route
    }

    /// The lanes in one column, in their order, with spaces between; nil for none.
    static func text(_ lanes: [LaneID]) -> String? {
        lanes.isEmpty ? nil : lanes.map(\.rawValue).joined(separator: " ")
    }

    /// Returns nil for a text that `text` does not give.
    static func lanes(_ text: String) -> [LaneID]? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let lanes = words.compactMap { LaneID(String($0)) }
        return lanes.count == words.count ? lanes : nil
    }
}
