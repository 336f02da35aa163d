public import DataStructures
import Protocol

/// How classes and sources share lanes and pools: section `classes`.
public struct ClassPolicy: Equatable, Sendable {
    /// Of this many starts of a lane or pool, each waiting lower class gets one: 4 to 1000.
    public var minShareEvery = 10
    /// True if an interactive mission that lacks nothing but a slot or a permit gets that of a
    /// background mission that is marked `preemptible`.
    public var isPreemptionOn = false
    /// How often one mission may have to give way: 1 to 100.
    public var preemptionCountMax = 3
    /// How many missions of a class may be open: 1 to 1,000,000 each.
    public var interactiveOpenCountMax = 10_000
    /// See `interactiveOpenCountMax`.
    public var deadlineOpenCountMax = 100_000
    /// See `interactiveOpenCountMax`.
    public var backgroundOpenCountMax = 1_000_000
    /// What holds for a source that `sources` does not name.
    public var source = SourcePolicy()
    /// Sources by name.
    public var sources = OrderedTable<String, SourcePolicy>()

    /// Creates the defaults.
    public init() {}

    /// How many missions of a class may be open.
    func openCountMax(of missionClass: MissionClass) -> Int {
        switch missionClass {
        case .interactive: interactiveOpenCountMax
        case .deadline: deadlineOpenCountMax
        case .background: backgroundOpenCountMax
        }
    }

    /// What holds for a source.
    func policy(of source: String) -> SourcePolicy {
        sources[source] ?? self.source
    }
}
