import Protocol

/// What the command line says instead of a scenario's file; nil for what it does not say.
struct ScenarioOverrides: Equatable, Sendable {
    /// What `--lanes` says.
    var laneCount: Int?
    /// What `--missions` says.
    var missionCountMax: Int?
    /// What `--duration` says.
    var duration: Interval?
    /// The weights that `--classes` says; how long deadline missions have is the scenario's.
    var classes: ClassMix?
    /// What `--arrival` says.
    var arrival: ArrivalKind?
    /// The kinds that `--faults` says, each once; empty for none.
    var faults: [FaultKind]?
}
