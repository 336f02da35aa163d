import Protocol

/// Events as people read them.
struct EventText {
    private let style: Style

    init(style: Style) {
        self.style = style
    }

    /// One event, one line: time, type, what it is about, who, why, and the sentence.
    func line(_ event: EventRecord) -> String {
        let about =
            event.runID?.rawValue ?? event.missionID?.rawValue ?? event.vpID?.rawValue ?? "-"
        let reason = event.reason.map { " (\($0.rawValue))" } ?? ""
        let words = [
            "\(event.sequence)", event.emittedAt.description, event.type.rawValue, about,
            "\(event.actor):",
        ]
        return SafeText.line(words.joined(separator: " ") + " \(event.summary)\(reason)") + "\n"
    }

    /// What happened to one object: when, what, who, why.
    func timeline(_ events: [EventRecord], columnCount: Int?) -> String {
        var table = Table([
            .init("TIME"), .init("EVENT"), .init("BY"), .init("REASON"), .init("WHAT"),
        ])
        for event in events {
            table.add([
                event.emittedAt.description, event.type.rawValue, event.actor,
                event.reason?.rawValue ?? "", event.summary,
            ])
        }
        return table.text(columnCount: columnCount, style: style)
    }
}
