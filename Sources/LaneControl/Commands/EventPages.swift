import Protocol

/// Reads past events page by page.
struct EventPages {
    /// The events, oldest first.
    private(set) var events: [EventRecord] = []
    /// Each as the supervisor sent it.
    private(set) var items: [String] = []
    /// Where the next ones begin; nil before the first page.
    private(set) var nextCursor: UInt64?

    /// Reads every event that the filter lets through.
    ///
    /// - Parameters:
    ///   - client: Where to ask.
    ///   - filter: Which events; its limit is set here.
    ///   - newestCount: How many of the newest to read where the filter does not say where to begin;
    ///     1 to 500.
    /// - Throws: `Failure`: what the supervisor refused, or 69.
    init(_ client: ControlClient, _ filter: EventFilter, newestCount: Int = 500) throws(Failure) {
        var filter = filter
        filter.follows = false
        let hasBeginning = filter.cursor != nil || filter.since != nil
        filter.limit = hasBeginning ? 500 : newestCount
        var isLast = false
        while !isLast {
            let answer = try client.ask(.eventsSubscribe(filter))
            guard case .events(let page, let next) = answer.reply else {
                throw answer.unexpected("events")
            }
            events += page
            items += answer.items
            // A cursor that stands still would be asked for without an end.
            isLast = !hasBeginning || page.count < filter.limit || next == filter.cursor
            nextCursor = next
            filter.cursor = next
            filter.since = nil
        }
    }
}
