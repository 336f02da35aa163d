import Protocol

/// `lanectl status`.
enum StatusCommand {
    static let spec = CommandSpec(
        path: ["status"],
        aliases: [["supervisor", "status"]],
        summary: "show the supervisor, its missions by status and its lanes",
        options: [.watch],
        formats: [.table, .json, .jsonl],
        examples: [
            .init("lanectl status --watch", "a page that is drawn again at every event"),
            .init(
                "lanectl status -o json | jq .mission_counts",
                "how many missions are in which status"
            ),
        ],
        exits: [(1, "a lane is degraded, or a process outlived its attempt")],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let watch = Watch(invocation)
        return try watch.run { client throws(Failure) in
            let answer = try client.ask(.supervisorStatus)
            let status = try answer.status()
            let printer = invocation.printer
            printer.object(json: answer.json, name: "supervisor") {
                StatusText(now: invocation.now, style: printer.style)
                    .page(status, columnCount: printer.columnCount)
            }
            return status.lanes.allSatisfy(LaneCommands.isSound) ? 0 : 1
        }
    }
}
