import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// Makes every write durable, in order, in one transaction, or none.
    ///
    /// - Throws: `isDiskFull`: nothing was written, and the same writes may be tried again.
    ///   `isConstraint`: the file refuses a write; nothing was written, and the supervisor is wrong. Anything
    ///   else: see `Ledger`.
    func commit(_ writes: [LedgerWrite]) throws(SQLiteError) {
        guard !writes.isEmpty else { return }
        marks = try connection.transaction { () throws(SQLiteError) in
            var marks = marks
            for write in writes { try store(write, marks: &marks) }
            return marks
        }
        counters.commitCount += 1
        counters.writeCount += UInt64(writes.count)
    }

    private func store(
        _ write: LedgerWrite,
        marks: inout LedgerMarks
    ) throws(SQLiteError) {
        switch write {
        case .insertMission(let envelope, let state):
            try insert(envelope, state, marks: &marks)
        case .updateMission(let missionID, let state):
            try update(missionID, to: state)
        case .insertAttempt(let attempt):
            try insert(attempt, marks: &marks)
        case .updateAttempt(let attempt):
            try update(attempt)
        case .saveLane(let lane):
            try run(LedgerSQL.saveLane) { (columns) throws(SQLiteError) in
                try LaneRow.write(lane, to: &columns)
            }
        case .saveEstop(let change):
            try run(LedgerSQL.saveEstop) { (columns) throws(SQLiteError) in
                try OperatorChangeColumns.write(change, to: &columns)
            }
        case .savePool(let pool):
            try run(LedgerSQL.savePool) { (columns) throws(SQLiteError) in
                try PoolRow.write(pool, to: &columns)
            }
        case .appendEvent(let event):
            try append(event, marks: &marks)
        case .markCleanStop:
            try connection.prepare(LedgerSQL.markCleanStop).run()
        }
    }

    private func insert(
        _ envelope: MissionEnvelope,
        _ state: MissionState,
        marks: inout LedgerMarks
    ) throws(SQLiteError) {
        guard let missionID = envelope.missionID else {
            throw .refused("vp_missions", "envelope has no mission_id")
        }
        let number = marks.missionNumber + 1
        try run(LedgerSQL.insertMission) { (columns) throws(SQLiteError) in
            try columns.put(number)
            try columns.put(missionID.rawValue)
            try columns.put(envelope.idempotencyKey)
            try columns.put(envelope.digest)
            try columns.put(word: envelope.missionClass)
            try columns.put(envelope.shadowOf?.rawValue)
            try columns.put(state.createdAt)
            try MissionRow.writeState(state, to: &columns)
        }
        let objective = StoredObjective(envelope.objective)
        try connection.prepare(LedgerSQL.insertEnvelope).run(
            number,
            envelope.ledgerText,
            objective.start,
            objective.rest
        )
        marks.missionNumber = number
    }

    private func update(
        _ missionID: MissionID,
        to state: MissionState
    ) throws(SQLiteError) {
        try run(LedgerSQL.updateMission) { (columns) throws(SQLiteError) in
            try MissionRow.writeState(state, to: &columns)
            try columns.put(missionID.rawValue)
        }
        try requireChange(of: missionID.rawValue)
    }

    private func insert(
        _ attempt: AttemptRecord,
        marks: inout LedgerMarks
    ) throws(SQLiteError) {
        guard attempt.fence > marks.fence else {
            let problem = "fence \(attempt.fence) is not above \(marks.fence)"
            throw .refused(attempt.runID.rawValue, problem)
        }
        try run(LedgerSQL.insertAttempt) { (columns) throws(SQLiteError) in
            try AttemptRow.writeConstants(attempt, to: &columns)
            try AttemptRow.writeProgress(attempt, to: &columns)
        }
        marks.fence = attempt.fence
    }

    private func update(_ attempt: AttemptRecord) throws(SQLiteError) {
        try run(LedgerSQL.updateAttempt) { (columns) throws(SQLiteError) in
            try AttemptRow.writeProgress(attempt, to: &columns)
            try columns.put(attempt.fence.rawValue)
        }
        try requireChange(of: attempt.runID.rawValue)
    }

    private func append(
        _ event: EventRecord,
        marks: inout LedgerMarks
    ) throws(SQLiteError) {
        guard event.sequence == marks.eventSequence + 1 else {
            let problem = "event \(event.sequence) does not follow \(marks.eventSequence)"
            throw .refused("vp_events", problem)
        }
        try run(LedgerSQL.appendEvent) { (columns) throws(SQLiteError) in
            try EventRow.write(event, to: &columns)
        }
        marks.eventSequence = event.sequence
    }

    private func run(
        _ sql: String,
        _ body: (inout ColumnWriter) throws(SQLiteError) -> Void
    ) throws(SQLiteError) {
        try ColumnWriter.run(try connection.prepare(sql), body)
    }

    private func requireChange(of object: String) throws(SQLiteError) {
        guard connection.changes == 1 else { throw .refused(object, "no such row") }
    }
}
