import LaneCore

/// Events on their way to the core, in the order in which they came.
final class Inbox {
    private var events: [LaneCore.Event] = []

    /// True if the next turn has something to do already.
    var isEmpty: Bool { events.isEmpty }

    /// Adds an event.
    func add(_ event: LaneCore.Event) { events.append(event) }

    /// Takes all events.
    func take() -> [LaneCore.Event] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }
}
