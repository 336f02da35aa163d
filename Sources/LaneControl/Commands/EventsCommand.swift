import Protocol

/// `lanectl events`.
enum EventsCommand {
    private static let since = OptionSpec(
        "since",
        .one("TIME"),
        "from this time on: RFC 3339, or a length of time ago such as 15m"
    )
    private static let type = OptionSpec(
        "type",
        .list("TYPE"),
        "only types that begin so, e.g. vp.lane. or mission.failed"
    )
    private static let mission = OptionSpec(
        "mission",
        .one("MISSION"),
        "only about this mission, from its beginning"
    )
    private static let cursor = OptionSpec("cursor", .one("SEQ"), "only those after this number")
    private static let recentCount = 50

    static let spec = CommandSpec(
        path: ["events"],
        summary:
            "show what happened: the last \(recentCount) events, if nothing says where to begin",
        options: [.follow, since, type, mission, .lane, cursor],
        formats: [.table, .json, .jsonl],
        examples: [
            .init("lanectl events -f --type vp.mission.failed", "every failure, as it happens"),
            .init("lanectl events --since 1h --lane code-writer", "the last hour of a lane"),
            .init("lanectl events -f --cursor 4711 -o jsonl", "for a program that reads on"),
        ],
        exits: [(4, "no such mission"), (6, "the cursor is before the oldest event")],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let isFollowing = arguments.has(.follow)
        if isFollowing, invocation.printer.format == .json {
            throw Failure(usage: "--follow has no end, and json is one document", hint: "-o jsonl")
        }
        let client = invocation.makeClient()
        var filter = try makeFilter(invocation, client)
        if isFollowing { try client.catchInterrupts() }
        let pages = try EventPages(client, filter, newestCount: recentCount)
        print(pages, invocation)
        guard isFollowing else { return 0 }
        filter.cursor = pages.nextCursor
        filter.since = nil
        try follow(client, filter, invocation)
    }

    private static func makeFilter(
        _ invocation: Invocation,
        _ client: ControlClient
    ) throws(Failure) -> EventFilter {
        let arguments = invocation.arguments
        var filter = EventFilter()
        filter.typePrefixes = try prefixes(arguments.list(type))
        filter.vpID = try arguments.lane(.lane)
        if let text = arguments.text(since) {
            guard let time = TimeText.past(text, at: invocation.now) else {
                throw arguments.bad(since, text, "RFC 3339, or a length of time ago such as 15m")
            }
            filter.since = time
        }
        if let text = arguments.text(cursor) {
            guard let number = UInt64(text) else { throw arguments.bad(cursor, text, "a number") }
            guard filter.since == nil else {
                throw Failure(usage: "--since and --cursor both say where to begin")
            }
            filter.cursor = number
        }
        if let given = try arguments.mission(mission) {
            let found = try client.ask(.missionGet(given)).mission()
            filter.missionID = found.envelope.missionID
            // The history of one mission is short, and half of it would mislead.
            if filter.cursor == nil, filter.since == nil {
                filter.since = WallTime(nanoseconds: 0)
            }
        }
        return filter
    }

    /// Types as people give them; `vp.` may be left out.
    private static func prefixes(_ given: [String]) throws(Failure) -> [String] {
        let known = EventType.allCases.map(\.rawValue)
        var prefixes: [String] = []
        for text in given {
            let candidates = [text, "vp." + text]
            guard let prefix = candidates.first(where: { begins($0, one: known) }) else {
                let nearest = NearestName.suggestion(for: text, among: known)
                throw Failure(
                    usage: "no event type begins with \"\(SafeText.line(text))\"",
                    hint: nearest.map { "did you mean \"\($0)\"?" } ?? "docs/events.md lists them"
                )
            }
            prefixes.append(prefix)
        }
        return prefixes
    }

    private static func begins(_ prefix: String, one known: [String]) -> Bool {
        known.contains { $0.hasPrefix(prefix) }
    }

    private static func print(_ pages: EventPages, _ invocation: Invocation) {
        invocation.printer.list(kind: "EventList", items: pages.items, names: []) {
            let text = EventText(style: invocation.printer.style)
            return pages.events.map(text.line).joined()
        }
    }

    /// Prints new events; a supervisor that goes away and comes back is asked again from the last.
    private static func follow(
        _ client: ControlClient,
        _ filter: EventFilter,
        _ invocation: Invocation
    ) throws(Failure) -> Never {
        var filter = filter
        filter.follows = true
        let text = EventText(style: invocation.printer.style)
        while true {
            let answer = try client.ask(.eventsSubscribe(filter))
            guard case .events(let events, _) = answer.reply else {
                throw answer.unexpected("events")
            }
            for (event, json) in zip(events, answer.items) {
                write(event, json, text, invocation.printer)
                filter.cursor = event.sequence
            }
            do throws(Failure) {
                while let (event, json) = try client.nextEvent(until: nil) {
                    write(event, json, text, invocation.printer)
                    filter.cursor = event.sequence
                }
            } catch {
                guard error.status == ExitCode.unreachable.rawValue else { throw error }
                invocation.printer.note("the connection broke; waiting for the supervisor")
                try client.waitForReturn()
            }
        }
    }

    private static func write(
        _ event: EventRecord,
        _ json: String,
        _ text: EventText,
        _ printer: Printer
    ) {
        printer.write(printer.format == .table ? text.line(event) : json + "\n")
    }
}
