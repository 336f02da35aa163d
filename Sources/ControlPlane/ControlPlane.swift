public import Protocol

/// The supervisor's mind (being filled in: see the files beside this one).
public struct ControlPlane {
    /// Applies one event and appends what must be done about it.
    public mutating func handle(_ event: Event, at now: Instant, into effects: inout [Effect]) {}

    /// Called when everything that was asked for is durable.
    public mutating func didCommit() {}
}
