/// How the missions of one class fared in a rehearsal.
public struct RehearsedClass: Equatable, Sendable {
    /// The class.
    public var missionClass: MissionClass
    /// How many missions there were, in the order of `RehearsedMission.Outcome`.
    public var counts: [Int]
    /// The wait that half of those that started did not exceed, in milliseconds; nil if none did.
    public var waitP50Milliseconds: UInt64?
    /// The wait that 95 of 100 of those that started did not exceed, in milliseconds.
    public var waitP95Milliseconds: UInt64?
    /// The longest wait of those that started, in milliseconds.
    public var waitMaxMilliseconds: UInt64?

    /// Sums up the missions of a class.
    ///
    /// - Parameters:
    ///   - missionClass: The class.
    ///   - missions: Of any class; others are left out.
    public init(_ missionClass: MissionClass, of missions: [RehearsedMission]) {
        let own = missions.filter { $0.missionClass == missionClass }
        let waits = own.compactMap(\.waitedMilliseconds).sorted()
        self.missionClass = missionClass
        counts = RehearsedMission.Outcome.allCases.map { outcome in
            own.filter { $0.outcome == outcome }.count
        }
        waitP50Milliseconds = Self.nearestRank(50, of: waits)
        waitP95Milliseconds = Self.nearestRank(95, of: waits)
        waitMaxMilliseconds = waits.last
    }

    /// Describes a class without waits.
    init(_ missionClass: MissionClass, counts: [Int]) {
        self.missionClass = missionClass
        self.counts = counts
    }

    /// How many missions there were of all outcomes.
    public var missionCount: Int { counts.reduce(0, +) }

    /// The smallest value that so many of a hundred do not exceed.
    private static func nearestRank(_ percent: Int, of sorted: [UInt64]) -> UInt64? {
        sorted.isEmpty ? nil : sorted[(sorted.count * percent + 99) / 100 - 1]
    }
}
