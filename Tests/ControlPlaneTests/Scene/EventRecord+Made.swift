import Protocol

extension EventRecord {
    /// An event as the supervisor writes it of itself.
    static func made(
        _ sequence: Int,
        _ type: EventType,
        at now: WallTime,
        by actor: String = "supervisor",
        _ summary: String,
        _ change: (inout EventRecord) -> Void = { _ in }
    ) -> EventRecord {
        var event = EventRecord(
            sequence: UInt64(sequence),
            type: type,
            emittedAt: now,
            actor: actor,
            summary: summary
        )
        change(&event)
        return event
    }
}
