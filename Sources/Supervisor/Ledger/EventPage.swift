import Protocol

/// One page of events.
struct EventPage: Equatable {
    /// The events, oldest first; an empty page is not the end.
    let events: [EventRecord]
    /// The sequence number up to which was looked: the cursor of the next page.
    let nextCursor: UInt64
    /// True if there was nothing to look at after `nextCursor`.
    let isLast: Bool
}
