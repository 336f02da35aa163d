import Protocol
import System

/// `lanectl submit`.
enum SubmitCommand {
    static let spec = CommandSpec(
        path: ["submit"],
        aliases: [["mission", "submit"]],
        summary: "hand in a mission, or many of them",
        arguments: [
            ArgumentSpec(
                "OBJECTIVE",
                .optional,
                "what is to be done: one word, everything after --, or - for stdin"
            )
        ],
        options: SubmitOptions.all,
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init(
                "lanectl submit --lane vp.coder.primary -- 'make test'",
                "one mission for one lane"
            ),
            .init(
                "lanectl submit --class interactive --follow -- 'git log -1'",
                "show its log until it has ended"
            ),
            .init(
                "lanectl submit --file brief.md --deadline 08:30 --expire-at-deadline",
                "due at the next 08:30 UTC, or not at all"
            ),
            .init("lanectl submit --jsonl missions.jsonl --wait", "one envelope a line"),
        ],
        exits: [
            (0, "acknowledged; with --wait or --follow: completed"),
            (1, "with --wait or --follow: ended in another way"),
            (2, "the command line, or the mission, is not as it must be"),
            (4, "no such lane, or no such mission to retry"),
            (5, "refused by policy"),
            (6, "the key or id is known with another body; the mission to retry has not ended"),
            (99, "with --wait or --follow: the time was over first"),
            (130, "Ctrl-C: the mission goes on"),
        ],
        takesObjective: true,
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        try checkCombination(invocation)
        let client = invocation.makeClient()
        let envelopes = try SubmitEnvelopes(invocation, client).read()
        let batches = SubmitBatches(client, envelopes)
        guard !arguments.has(.dryRun) else {
            return try Changes(invocation, client).run(batches.dryRun)
        }
        let waitDeadline = try invocation.waitDeadline(SubmitOptions.waitTimeout)
        let submitted = try batches.send()
        if let failure = submitted.failure {
            // Nothing else tells their ids, and without them the rest cannot be told from these.
            print(submitted, isList: true, invocation)
            invocation.printer.error(failure)
            return failure.status
        }
        guard arguments.has(SubmitOptions.wait) || arguments.has(.follow) else {
            print(submitted, isList: submitted.missions.count != 1, invocation)
            return 0
        }
        let missions = submitted.missions.compactMap(\.envelope.missionID)
        let text = MissionText(now: invocation.now, style: .plain)
        for mission in submitted.missions {
            invocation.printer.note(String(text.submitted(mission).dropLast()))
        }
        if arguments.has(.follow), let mission = missions.first {
            return try follow(mission, until: waitDeadline, client, invocation)
        }
        return try Waiter(invocation, client).wait(for: missions, until: waitDeadline)
    }

    private static func checkCombination(_ invocation: Invocation) throws(Failure) {
        let arguments = invocation.arguments
        let isWaiting = arguments.has(SubmitOptions.wait) || arguments.has(.follow)
        if isWaiting, arguments.has(.dryRun) {
            throw Failure(usage: "a dry run has nothing to wait for")
        }
        if !isWaiting, arguments.has(SubmitOptions.waitTimeout) {
            throw Failure(usage: "--wait-timeout needs --wait or --follow")
        }
        if arguments.has(.follow), invocation.printer.format != .table {
            throw Failure(
                usage:
                    "--follow writes the log, which is not \(invocation.printer.format.rawValue)",
                hint: "--wait"
            )
        }
        if arguments.has(.follow), arguments.has(SubmitOptions.jsonl) {
            throw Failure(usage: "--follow shows one mission, and --jsonl has many", hint: "--wait")
        }
    }

    private static func print(
        _ submitted: SubmitBatches.Submitted,
        isList: Bool,
        _ invocation: Invocation
    ) {
        let text = MissionText(now: invocation.now, style: invocation.printer.style)
        guard isList else {
            for (mission, json) in zip(submitted.missions, submitted.items) {
                invocation.printer.object(json: json, name: text.name(mission)) {
                    text.submitted(mission)
                }
            }
            return
        }
        invocation.printer.list(
            kind: "MissionList",
            items: submitted.items,
            names: submitted.missions.map(text.name)
        ) {
            submitted.missions.map(text.submitted).joined()
        }
    }

    private static func follow(
        _ mission: MissionID,
        until deadline: MonotonicTime?,
        _ client: ControlClient,
        _ invocation: Invocation
    ) throws(Failure) -> Int32 {
        try client.catchInterrupts()
        var follower = LogFollower(invocation, client, mission)
        follower.deadline = deadline
        let ready = follower
        return try Monitor(invocation).run(over: mission) { () throws(Failure) in
            let view = try ready.followToEnd().mission()
            let text = MissionText(now: invocation.now, style: invocation.printer.style)
            invocation.printer.write(text.outcome(view))
            return view.state.status == .completed ? 0 : ExitCode.objectFailed.rawValue
        }
    }
}
