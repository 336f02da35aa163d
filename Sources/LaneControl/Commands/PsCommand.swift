import Protocol

/// `lanectl ps`.
enum PsCommand {
    static let spec = CommandSpec(
        path: ["ps"],
        summary: "show the missions that run now",
        options: [.lane, .watch],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init("lanectl ps", "what runs, where, for how long"),
            .init(
                "lanectl ps --lane vp.coder.primary -o name | xargs -r lanectl cancel",
                "cancel everything that runs on a lane"
            ),
        ],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        var filter = MissionFilter()
        filter.statuses = [.running, .blocked]
        filter.vpID = try invocation.arguments.lane(.lane)
        let wanted = filter
        return try Watch(invocation).run { client throws(Failure) in
            let pages = try MissionPages(client, wanted)
            let printer = invocation.printer
            printer.list(kind: "MissionList", items: pages.items, names: pages.names) {
                MissionText(now: invocation.now, style: printer.style)
                    .running(pages.missions, columnCount: printer.columnCount)
            }
            return 0
        }
    }
}
