import ControlPlane
import Protocol
import SQLite

/// A request for past events, answered piece by piece: a filter may match one event in a million.
struct EventSearch {
    /// Which way it looks.
    private enum Way {
        /// From a cursor to the newest event there was when it was asked.
        case forwards(from: UInt64)
        /// From the newest event to the oldest.
        case backwards(from: UInt64)
    }

    let client: ClientID
    let requestID: RequestID
    private let filter: EventFilter
    private let newest: UInt64
    private var way: Way
    private var events: [EventRecord] = []

    /// Begins a search; nothing is looked at yet.
    ///
    /// - Parameters:
    ///   - client: Who asks.
    ///   - requestID: What the answer carries.
    ///   - filter: Its limit bounds the answer. Without a place to start, the newest are meant.
    ///   - cursor: Where it starts, if the filter names a place.
    ///   - newest: The last event there is.
    init(
        for client: ClientID,
        _ requestID: RequestID,
        _ filter: EventFilter,
        after cursor: UInt64,
        newest: UInt64
    ) {
        self.client = client
        self.requestID = requestID
        self.filter = filter
        self.newest = newest
        let hasStart = filter.cursor != nil || filter.since != nil
        way = hasStart ? .forwards(from: cursor) : .backwards(from: newest)
    }

    /// Looks at the next events, at most `Ledger.eventScanCountMax`.
    ///
    /// - Returns: The answer; nil if there is more to look at.
    /// - Throws: As the ledger.
    mutating func advance(in ledger: Ledger) throws(SQLiteError) -> ControlReply? {
        switch way {
        case .forwards(let cursor): try goForwards(cursor, in: ledger)
        case .backwards(let end): try goBackwards(end, in: ledger)
        }
    }

    private mutating func goForwards(
        _ cursor: UInt64,
        in ledger: Ledger
    ) throws(SQLiteError) -> ControlReply? {
        let limit = filter.limit - events.count
        let page = try ledger.events(filter, after: cursor, limit: limit)
        events += page.events
        way = .forwards(from: page.nextCursor)
        let isOver = page.isLast || page.nextCursor >= newest || events.count >= filter.limit
        return isOver ? .events(events, nextCursor: page.nextCursor) : nil
    }

    private mutating func goBackwards(
        _ end: UInt64,
        in ledger: Ledger
    ) throws(SQLiteError) -> ControlReply? {
        let width = Ledger.eventScanCountMax
        let start = end > width ? end - width : 0
        let page = try ledger.events(filter, after: start, limit: Int(width))
        // Where the oldest are gone, a page begins later and so reaches behind what was looked at.
        events.insert(contentsOf: page.events.prefix { $0.sequence <= end }, at: 0)
        way = .backwards(from: start)
        let oldest = try ledger.oldestEventSequence()
        guard start < oldest || events.count >= filter.limit else { return nil }
        return .events(Array(events.suffix(filter.limit)), nextCursor: newest)
    }
}
