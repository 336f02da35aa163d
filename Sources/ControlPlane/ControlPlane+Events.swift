import DataStructures
import Protocol

extension ControlPlane {
    /// Appends an event to the ledger.
    ///
    /// The mission's trace, and the run's lane and session, go along with it; the supervisor is the
    /// actor unless another is given; `summary` is one sentence for a person, `payload` the figures.
    /// Nothing is told of a copy of a mission.
    mutating func emit(
        _ type: EventType,
        lane: LaneID? = nil,
        mission: MissionMachine? = nil,
        run: AttemptRecord? = nil,
        actor: String = "supervisor",
        reason: ReasonCode? = nil,
        summary: String,
        payload: OrderedTable<String, JSONValue> = [:],
        at now: Instant,
        into effects: inout [Effect]
    ) {
        guard mission?.envelope.isCopy != true else { return }
        lastEventSequence += 1
        var event = EventRecord(
            sequence: lastEventSequence,
            type: type,
            emittedAt: now.wall,
            actor: actor,
            summary: summary
        )
        event.vpID = lane ?? run?.vpID ?? mission?.state.assignedVPID
        event.missionID = mission?.id
        event.traceID = mission?.envelope.traceID
        event.runID = run?.runID
        event.sessionID = run?.sessionID
        event.reason = reason
        event.payload = payload
        effects.append(.write(.appendEvent(event)))
    }
}
