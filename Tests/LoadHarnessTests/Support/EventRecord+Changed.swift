import Protocol

extension EventRecord {
    /// The same event with another number.
    func renumbered(_ sequence: UInt64) -> EventRecord {
        changed(sequence: sequence, type: type, emittedAt: emittedAt)
    }

    /// The same event at another time.
    func at(_ time: WallTime) -> EventRecord {
        changed(sequence: sequence, type: type, emittedAt: time)
    }

    /// The same event of another type.
    func typed(_ type: EventType) -> EventRecord {
        changed(sequence: sequence, type: type, emittedAt: emittedAt)
    }

    private func changed(sequence: UInt64, type: EventType, emittedAt: WallTime) -> EventRecord {
        var event = EventRecord(
            sequence: sequence,
            type: type,
            emittedAt: emittedAt,
            actor: actor,
            summary: summary
        )
        event.missionID = missionID
        event.vpID = vpID
        event.runID = runID
        event.reason = reason
        event.payload = payload
        return event
    }
}
