import DataStructures
import Protocol

/// How many missions are open: in all, by class and by source.
struct OpenTally {
    private(set) var count = 0
    private var classCounts = Array(repeating: 0, count: MissionClass.allCases.count)
    private var sourceCounts = LookupTable<String, Int>()

    func count(of missionClass: MissionClass) -> Int { classCounts[missionClass.rank] }

    func count(ofSource source: String) -> Int { sourceCounts[source] ?? 0 }

    mutating func add(_ envelope: MissionEnvelope) {
        count += 1
        classCounts[envelope.missionClass.rank] += 1
        sourceCounts[envelope.source, default: 0] += 1
    }

    mutating func remove(_ envelope: MissionEnvelope) {
        count -= 1
        classCounts[envelope.missionClass.rank] -= 1
        let rest = sourceCounts.modify(envelope.source) { count in
            count -= 1
            return count
        }
        if rest == 0 { sourceCounts[envelope.source] = nil }
    }
}
