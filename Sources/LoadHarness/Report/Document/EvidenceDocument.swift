import DataStructures
import Protocol

/// What was done and seen, as members of the JSON document.
enum EvidenceDocument {
    /// The times, the quotas, the faults, the starts, what was refused and who survived.
    static func members(_ evidence: Evidence) -> OrderedTable<String, JSONValue> {
        [
            "began_at": time(evidence.beganAt),
            "ceased_at": time(evidence.ceasedAt),
            "ended_at": time(evidence.endedAt),
            "faults": .array(evidence.faults.map { .object(fault($0)) }),
            "ledger_problems": .array(evidence.ledgerProblems.map { .string($0) }),
            "quotas": .object(quotas(evidence.quotas)),
            "refusals": .array(evidence.refusals.map { .object(refusal($0)) }),
            "starts": .array(evidence.starts.map { .object(start($0)) }),
            "survivors": .array(evidence.survivors.map { .object(survivor($0)) }),
        ]
    }

    private static func time(_ time: WallTime) -> JSONValue { .string(time.description) }

    private static func fault(_ fault: InjectedFault) -> OrderedTable<String, JSONValue> {
        var members: OrderedTable<String, JSONValue> = [
            "at": time(fault.at),
            "ended_at": time(fault.endedAt),
            "kind": .string(fault.kind.rawValue),
            "object": .string(fault.object),
            "was_busy": .bool(fault.wasBusy),
        ]
        if let obstacle = fault.obstacle { members["obstacle"] = .string(obstacle) }
        return members
    }

    private static func quotas(_ quotas: Quotas) -> OrderedTable<String, JSONValue> {
        [
            "lanes": .array(
                quotas.lanes.map { lane in
                    var members = slots(lane.slotCount, lane.reservedSlotCount)
                    members["vp_id"] = .string(lane.id.rawValue)
                    if let pool = lane.pool { members["pool"] = .string(pool) }
                    return .object(members)
                }
            ),
            "pools": .array(
                quotas.pools.map { pool in
                    var members = slots(pool.slotCount, pool.reservedSlotCount)
                    members["pool"] = .string(pool.name)
                    return .object(members)
                }
            ),
        ]
    }

    private static func slots(_ count: Int, _ reserved: Int) -> OrderedTable<String, JSONValue> {
        ["reserved_slots": .integer(Int64(reserved)), "slots": .integer(Int64(count))]
    }

    private static func refusal(_ refusal: Refusal) -> OrderedTable<String, JSONValue> {
        [
            "count": .integer(Int64(refusal.count)),
            "message": .string(refusal.message),
            "reason": .string(refusal.reason.rawValue),
        ]
    }

    private static func start(_ start: SupervisorStart) -> OrderedTable<String, JSONValue> {
        var members: OrderedTable<String, JSONValue> = ["at": time(start.at)]
        if let readyAt = start.readyAt { members["ready_at"] = time(readyAt) }
        return members
    }

    private static func survivor(_ survivor: Survivor) -> OrderedTable<String, JSONValue> {
        var members: OrderedTable<String, JSONValue> = [
            "command": .string(survivor.command),
            "pid": .integer(Int64(survivor.process.pid)),
        ]
        if let runID = survivor.runID { members["run_id"] = .string(runID) }
        return members
    }
}
