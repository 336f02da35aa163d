import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// More missions under one prefix are not counted.
    static let prefixMatchCountMax = 100

    /// Finds what is known under the key, else under the id, of an envelope that is submitted.
    ///
    /// - Returns: Nil if neither is known. Of a pruned mission only the digest is left, so a difference is
    ///   named `digest`.
    func known(for envelope: MissionEnvelope) throws(SQLiteError) -> KnownMission? {
        if let key = envelope.idempotencyKey {
            let statement = try connection.prepare(LedgerSQL.keyOfMission)
            let missionID = try statement.first(key) { (row) throws(SQLiteError) in
                var columns = ColumnReader(row)
                return try columns.name { MissionID($0) }
            }
            if let missionID {
                return try compare(envelope, with: missionID, isSameKey: true)
            }
            if let pruned = try pruned(LedgerSQL.prunedByKey, key) {
                return compare(envelope, with: pruned, isSameKey: true)
            }
        }
        guard let missionID = envelope.missionID else { return nil }
        if let known = try compare(envelope, with: missionID, isSameKey: false) { return known }
        return try prunedMission(missionID).map { compare(envelope, with: $0, isSameKey: false) }
    }

    /// Digests first: the stored envelope has its times in milliseconds, the digest in nanoseconds.
    private func compare(
        _ envelope: MissionEnvelope,
        with missionID: MissionID,
        isSameKey: Bool
    ) throws(SQLiteError) -> KnownMission? {
        let statement = try connection.prepare(LedgerSQL.digestOfMission)
        let digest = try statement.first(missionID.rawValue) { (row) throws(SQLiteError) in
            try row.text(0)
        }
        guard let digest else { return nil }
        var known = KnownMission(missionID: missionID, isSameKey: isSameKey, difference: nil)
        if digest != envelope.digest {
            let stored = try launchMaterial(missionID)
            known.difference = stored.flatMap(envelope.firstDifference(from:)) ?? "digest"
        }
        return known
    }

    private func compare(
        _ envelope: MissionEnvelope,
        with pruned: PrunedMission,
        isSameKey: Bool
    ) -> KnownMission {
        KnownMission(
            missionID: pruned.missionID,
            isSameKey: isSameKey,
            difference: pruned.digest == envelope.digest ? nil : "digest"
        )
    }

    /// True if a mission is there and is a copy of another one.
    func isCopy(_ missionID: MissionID) throws(SQLiteError) -> Bool {
        let statement = try connection.prepare(LedgerSQL.copyWithID)
        return try statement.first(missionID.rawValue) { (row) throws(SQLiteError) in
            try row.int64(0) != 0
        } ?? false
    }

    /// Reads what is left of a mission that retention has deleted.
    ///
    /// - Returns: Nil if it was never there, is still there, or its key has expired too.
    func prunedMission(_ missionID: MissionID) throws(SQLiteError) -> PrunedMission? {
        try pruned(LedgerSQL.prunedByID, missionID.rawValue)
    }

    private func pruned(
        _ sql: String,
        _ value: String
    ) throws(SQLiteError) -> PrunedMission? {
        try connection.prepare(sql).first(value, body: PrunedMission.read)
    }

    /// Finds the one mission whose id is `prefix` or begins with it.
    func resolve(prefix: MissionID) throws(SQLiteError) -> PrefixMatch {
        // Every character of an id is below `~`.
        let statement = try connection.prepare(LedgerSQL.missionsWithPrefix)
        let found = try statement.all(
            prefix.rawValue,
            prefix.rawValue + "~",
            Self.prefixMatchCountMax
        ) { (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            return try columns.name { MissionID($0) }
        }
        // The prefix itself, if it is an id, is the first of those that begin with it.
        guard let first = found.first else { return .none }
        return found.count == 1 || first == prefix ? .unique(first) : .ambiguous(found.count)
    }
}
