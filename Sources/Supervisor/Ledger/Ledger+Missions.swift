import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// The most attempts that a mission is shown with, so that it fits into a frame: the newest.
    static let attemptCountMax = 500

    /// The most missions that are looked at for one page of a list that is not of open ones only.
    static let listScanCountMax: Int64 = 4096

    /// Reads a mission with its attempts, oldest first, the newest `attemptCountMax` of them.
    ///
    /// - Returns: Nil if there is none; it may be among the pruned ones.
    func mission(_ missionID: MissionID) throws(SQLiteError) -> MissionView? {
        let statement = try connection.prepare(LedgerSQL.mission)
        let view = try statement.first(missionID.rawValue) { (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            let envelope = try Self.readWholeEnvelope(&columns)
            return MissionView(envelope: envelope, state: try MissionRow.readState(&columns))
        }
        guard var view else { return nil }
        view.attempts = try attempts(of: missionID)
        return view
    }

    /// Reads what a worker is sent: the envelope with its objective.
    ///
    /// - Returns: Nil if there is no such mission, or no more.
    func launchMaterial(_ missionID: MissionID) throws(SQLiteError) -> MissionEnvelope? {
        let statement = try connection.prepare(LedgerSQL.launchMaterial)
        return try statement.first(missionID.rawValue) { (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            return try Self.readWholeEnvelope(&columns)
        }
    }

    private func attempts(of missionID: MissionID) throws(SQLiteError) -> [AttemptRecord] {
        let statement = try connection.prepare(LedgerSQL.attemptsOfMission)
        let newestFirst = try statement.all(missionID.rawValue, Self.attemptCountMax) {
            (row) throws(SQLiteError) in
            var columns = ColumnReader(row)
            return try AttemptRow.read(&columns)
        }
        return newestFirst.reversed()
    }

    /// Reads one page of a list, in the order that the missions were acknowledged.
    ///
    /// A mission is on exactly one page, whatever is submitted between two of them. Objectives are
    /// cut to their beginning, at most 200 bytes. A page may be shorter than the limit, or empty,
    /// and still have a cursor: it says where looking ended.
    ///
    /// - Parameter filter: Its limit is taken as 1 to 500.
    /// - Returns: Nil if the filter's cursor is none that a page had.
    /// - Throws: `isCorrupt`.
    func missions(_ filter: MissionFilter) throws(SQLiteError) -> MissionPage? {
        guard let after = MissionPage.number(ofCursor: filter.cursor) else { return nil }
        let limit = min(max(filter.limit, 1), 500)
        let statuses = Self.statuses(of: filter)
        if statuses.contains(where: \.isTerminal) {
            return try anyMissions(filter, statuses, after: after, limit: limit)
        }
        let rows = try connection.prepare(LedgerSQL.openMissionPage).all(
            after,
            JSONText.encode(statuses.map(\.rawValue)),
            filter.vpID?.rawValue,
            filter.missionClass?.rawValue,
            filter.label,
            limit + 1,
            filter.isShadow,
            body: Self.readListed
        )
        return MissionPage(rows, limit: limit, scannedThrough: nil)
    }

    private func anyMissions(
        _ filter: MissionFilter,
        _ statuses: [MissionStatus],
        after: Int64,
        limit: Int
    ) throws(SQLiteError) -> MissionPage {
        let statement = try connection.prepare(LedgerSQL.firstMissionNumberAfter)
        let first = try statement.first(after) { (row) throws(SQLiteError) in try row.int64(0) }
        guard let first else { return MissionPage([], limit: limit, scannedThrough: nil) }
        let last = first + Self.listScanCountMax - 1
        let rows = try connection.prepare(LedgerSQL.anyMissionPage).all(
            after,
            JSONText.encode(statuses.map(\.rawValue)),
            filter.vpID?.rawValue,
            filter.missionClass?.rawValue,
            filter.label,
            limit + 1,
            filter.isShadow,
            last,
            body: Self.readListed
        )
        return MissionPage(
            rows,
            limit: limit,
            scannedThrough: last < marks.missionNumber ? last : nil
        )
    }

    private static func statuses(of filter: MissionFilter) -> [MissionStatus] {
        if !filter.statuses.isEmpty { return filter.statuses }
        return MissionStatus.allCases.filter { filter.includesTerminal || !$0.isTerminal }
    }

    private static func readListed(_ row: Row) throws(SQLiteError) -> MissionPage.Entry {
        var columns = ColumnReader(row)
        let number = try columns.integer()
        let envelope = try StoredText.readEnvelope(
            try columns.text(),
            objective: try columns.text()
        )
        let state = try MissionRow.readState(&columns)
        return MissionPage.Entry(
            number: number,
            view: MissionView(envelope: envelope, state: state)
        )
    }

    private static func readWholeEnvelope(
        _ columns: inout ColumnReader
    ) throws(SQLiteError) -> MissionEnvelope {
        let text = try columns.text()
        let objective = StoredObjective(
            start: try columns.text(),
            rest: try columns.optionalText()
        )
        return try StoredText.readEnvelope(text, objective: objective.text)
    }

    /// Counts missions that are no copies by status, in the order of `MissionStatus.allCases`.
    ///
    /// - Parameter since: Only those terminal ones that ended at or after it.
    /// - Returns: One count a status, 0 where there is none.
    /// - Throws: `isCorrupt`.
    /// - Complexity: O(n) in the missions counted.
    func missionCounts(endedSince since: WallTime) throws(SQLiteError) -> [Int] {
        var counts = [Int](repeating: 0, count: MissionStatus.allCases.count)
        func add(_ row: Row) throws(SQLiteError) {
            var columns = ColumnReader(row)
            let status: MissionStatus = try columns.word()
            guard let index = MissionStatus.allCases.firstIndex(of: status) else { return }
            counts[index] = try columns.smallCount()
        }
        try connection.prepare(LedgerSQL.openMissionCounts).eachRow(body: add)
        try connection.prepare(LedgerSQL.endedMissionCounts).eachRow(since.nanoseconds, body: add)
        return counts
    }
}
