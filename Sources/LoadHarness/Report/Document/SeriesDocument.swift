import DataStructures
import Protocol

/// What was sampled over time, as members of the JSON document.
///
/// Each series is a list of pairs: seconds after `origin`, and the value from then on. Long ones are
/// thinned as in the plots, so that peaks stay. `null` instead of a pair is a time of which nothing is
/// known.
enum SeriesDocument {
    /// Points of all lanes together are at most about sixty times as many.
    private static let pointCountMax = 1000

    /// The origin and each series by name.
    static func members(_ evidence: Evidence) -> OrderedTable<String, JSONValue> {
        let series = LoadSeries(evidence)
        let laneCount = max(evidence.quotas.lanes.count, evidence.quotas.pools.count, 1)
        let groupCountMax = max(20, min(pointCountMax, pointCountMax * 60 / laneCount))
        return [
            "descriptors": points(series.descriptors, pointCountMax),
            "ledger_mib": points(series.ledger, pointCountMax),
            "memory_mib": points(series.memory, pointCountMax),
            "origin": .string(series.frame.origin.description),
            "pools_granted": group(series.grantedByPool, groupCountMax),
            "pools_used": group(series.usedByPool, groupCountMax),
            "queued": group(series.queued, pointCountMax),
            "runs": group(series.usedByLane, groupCountMax),
        ]
    }

    private static func group(_ group: [TimeSeries], _ pointCountMax: Int) -> JSONValue {
        var members = OrderedTable<String, JSONValue>()
        for series in group { members[series.name] = points(series, pointCountMax) }
        return .object(members)
    }

    private static func points(_ series: TimeSeries, _ pointCountMax: Int) -> JSONValue {
        var items: [JSONValue] = []
        for point in series.thinned(to: pointCountMax).points {
            if point.isAfterGap { items.append(.null) }
            items.append(.array([.double(rounded(point.seconds)), .double(rounded(point.value))]))
        }
        return .array(items)
    }

    /// To a thousandth, which is more than the samples know.
    private static func rounded(_ value: Double) -> Double {
        (value * 1000).rounded() / 1000
    }
}
