import ControlPlane
import Protocol
import SQLite

extension Ledger {
    /// The most events that are looked at for one page.
    static let eventScanCountMax: UInt64 = 4096

    /// The sequence number of the oldest event there is, or that the next event will have.
    ///
    /// A cursor below the one before it has expired.
    func oldestEventSequence() throws(SQLiteError) -> UInt64 {
        let statement = try connection.prepare(LedgerSQL.firstEventSequence)
        let first = try statement.first { (row) throws(SQLiteError) in try row.int64(0) }
        return first.map { UInt64(clamping: $0) } ?? marks.eventSequence + 1
    }

    /// Reads events in their order.
    ///
    /// - Parameters:
    ///   - sequence: Only those after this one.
    ///   - limit: At most this many, 1 or more.
    /// - Returns: The events; fewer than `limit` if there are no more.
    /// - Throws: `isCorrupt`.
    func events(after sequence: UInt64, limit: Int) throws(SQLiteError) -> [EventRecord] {
        let after = Int64(clamping: sequence)
        return try connection.prepare(LedgerSQL.eventsAfter).all(after, limit, body: EventRow.read)
    }

    /// Reads one page of the events that a filter lets through.
    ///
    /// A page may be shorter than the limit, or empty, and not be the last: at most
    /// `eventScanCountMax` events are looked at.
    ///
    /// - Parameters:
    ///   - filter: Its types, mission and lane; cursor, time, limit and following are the caller's.
    ///   - sequence: Only those after this one; if that is before the oldest event, from the oldest on.
    ///   - limit: At most this many, 1 or more.
    /// - Returns: The page, with the cursor of the next one.
    /// - Throws: `isCorrupt`.
    func events(
        _ filter: EventFilter,
        after sequence: UInt64,
        limit: Int
    ) throws(SQLiteError) -> EventPage {
        let last = marks.eventSequence
        let start = max(sequence, try oldestEventSequence() - 1)
        guard start < last else { return EventPage(events: [], nextCursor: start, isLast: true) }
        let end = min(start + Self.eventScanCountMax, last)
        let events = try connection.prepare(LedgerSQL.eventPage).all(
            Int64(clamping: start),
            Int64(clamping: end),
            JSONText.encode(Self.types(of: filter).map(\.rawValue)),
            filter.missionID?.rawValue,
            filter.vpID?.rawValue,
            limit,
            body: EventRow.read
        )
        // A full page may have ended before `end`.
        let isFull = events.count == limit
        let nextCursor = isFull ? events.last?.sequence ?? end : end
        return EventPage(events: events, nextCursor: nextCursor, isLast: nextCursor == last)
    }

    /// Reads the newest events of a lane, oldest first.
    ///
    /// - Parameters:
    ///   - lane: The lane.
    ///   - limit: At most this many, and none that is older than `eventScanCountMax` events of any lane.
    /// - Returns: The events; none if it has none that are new enough.
    /// - Throws: `isCorrupt`.
    func newestEvents(of lane: LaneID, limit: Int) throws(SQLiteError) -> [EventRecord] {
        let last = marks.eventSequence
        let start = last > Self.eventScanCountMax ? last - Self.eventScanCountMax : 0
        return try connection.prepare(LedgerSQL.newestEventsOfLane)
            .all(Int64(clamping: start), lane.rawValue, limit, body: EventRow.read)
            .reversed()
    }

    private static func types(of filter: EventFilter) -> [EventType] {
        guard !filter.typePrefixes.isEmpty else { return EventType.allCases }
        return EventType.allCases.filter { type in
            filter.typePrefixes.contains { type.rawValue.hasPrefix($0) }
        }
    }

    /// Returns the cursor after which the events from `time` on come.
    ///
    /// Times of events rise with their numbers but for corrections of the clock; where it was set back,
    /// the answer is one of the places where the time was passed.
    ///
    /// - Returns: A sequence number, that of the last event if all are older.
    /// - Complexity: O(log² n).
    func eventSequence(since time: WallTime) throws(SQLiteError) -> UInt64 {
        // Invariant: every event up to `low` is older, and the first after `high` is not.
        var low = try oldestEventSequence() - 1
        var high = marks.eventSequence
        while low < high {
            let middle = low + (high - low) / 2
            let next = try nextEvent(after: middle)
            if let next, next.sequence <= high, next.emittedAt < time {
                low = next.sequence
            } else {
                high = middle
            }
        }
        return low
    }

    /// Numbers may be missing: those of what was pruned.
    private func nextEvent(
        after sequence: UInt64
    ) throws(SQLiteError) -> (sequence: UInt64, emittedAt: WallTime)? {
        let statement = try connection.prepare(LedgerSQL.nextEventTime)
        return try statement.first(Int64(clamping: sequence)) { (row) throws(SQLiteError) in
            (UInt64(clamping: try row.int64(0)), WallTime(nanoseconds: try row.int64(1)))
        }
    }
}
