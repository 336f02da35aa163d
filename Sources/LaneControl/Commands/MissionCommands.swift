import Protocol

/// `lanectl mission …`.
enum MissionCommands {
    static let specs =
        [list, show, logs, why, wait, cancel, requeue] + HoldCommands.specs
        + [QueueCommands.move, ResolveCommand.spec]

    private static let missionWord = ArgumentSpec(
        "MISSION",
        .one,
        "a mission's id, or any beginning of it that no other has"
    )
    private static let missionWords = ArgumentSpec(
        "MISSION",
        .many,
        "missions, each by its id or any beginning of it that no other has"
    )
    private static let notFound: (code: Int32, meaning: String) = (
        4, "no such mission, or more than one begins so"
    )

    // MARK: list

    private static let all = OptionSpec("all", short: "a", .flag, "those that have ended, too")
    private static let status = OptionSpec(
        "status",
        .list("STATUS"),
        "only these: " + MissionStatus.allCases.map(\.rawValue).joined(separator: ", ")
    )
    private static let missionClass = OptionSpec(
        "class",
        .choice(MissionClass.allCases.map(\.rawValue)),
        "only this class"
    )
    private static let label = OptionSpec("label", .one("KEY[=VALUE]"), "only with this label")
    private static let shadow = OptionSpec(
        "shadow",
        .flag,
        "shadow copies and nothing else (default: none of them)"
    )
    private static let limit = OptionSpec("limit", .one("N"), "at most so many (default: all)")

    private static let list = CommandSpec(
        path: ["mission", "list"],
        summary: "list the missions that have not ended",
        options: [all, status, .lane, missionClass, label, shadow, limit, .watch],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init("lanectl mission list --all --label campaign=x", "a campaign, ended or not"),
            .init(
                "lanectl mission list --status queued -o name | xargs -r lanectl cancel",
                "cancel what waits"
            ),
            .init("lanectl mission list --shadow --all", "every shadow copy, ended or not"),
        ],
        run: runList
    )

    private static func runList(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        var filter = MissionFilter()
        filter.includesTerminal = arguments.has(all)
        filter.statuses = try arguments.vocabulary(status)
        filter.vpID = try arguments.lane(.lane)
        filter.missionClass = arguments.text(missionClass).flatMap(MissionClass.init)
        filter.label = arguments.text(label)
        filter.isShadow = arguments.has(shadow)
        let wanted = filter
        let countMax = try arguments.number(limit, in: 1...1_000_000)
        return try Watch(invocation).run { client throws(Failure) in
            let pages = try MissionPages(client, wanted, countMax: countMax)
            let printer = invocation.printer
            printer.list(kind: "MissionList", items: pages.items, names: pages.names) {
                MissionText(now: invocation.now, style: printer.style)
                    .list(pages.missions, columnCount: printer.columnCount)
            }
            return 0
        }
    }

    // MARK: show

    private static let show = CommandSpec(
        path: ["mission", "show"],
        summary: "show a mission, its attempts, and who changed what and why",
        arguments: [missionWord],
        examples: [.init("lanectl mission show 01jd", "the mission whose id begins so")],
        exits: [notFound],
        run: runShow
    )

    private static func runShow(_ invocation: Invocation) throws(Failure) -> Int32 {
        let client = invocation.makeClient()
        let answer = try client.ask(.missionGet(try invocation.mission()))
        let mission = try answer.mission()
        let printer = invocation.printer
        guard printer.format == .table else {
            printer.object(json: answer.json, name: "") { "" }
            return 0
        }
        var filter = EventFilter()
        filter.missionID = mission.envelope.missionID
        filter.since = mission.state.createdAt
        let events = try EventPages(client, filter).events
        printer.write(
            MissionText(now: invocation.now, style: printer.style)
                .details(mission, events: events, columnCount: printer.columnCount)
        )
        return 0
    }

    // MARK: logs

    private static let attempt = OptionSpec(
        "attempt",
        .one("N"),
        "which attempt (default: the last)"
    )
    private static let tail = OptionSpec("tail", .one("BYTES"), "only so much of the end")

    private static let logs = CommandSpec(
        path: ["mission", "logs"],
        aliases: [["logs"]],
        summary: "print what a mission's runtime wrote",
        arguments: [missionWord],
        options: [.follow, attempt, tail],
        formats: [.table, .jsonl],
        examples: [
            .init("lanectl logs -f 01jd", "until the mission has ended"),
            .init("lanectl logs 01jd --attempt 1 --tail 4096", "how the first attempt ended"),
        ],
        exits: [notFound],
        run: runLogs
    )

    private static func runLogs(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let client = invocation.makeClient()
        var follower = LogFollower(invocation, client, try invocation.mission())
        follower.attempt = try arguments.number(attempt, in: 1...1_000_000)
        follower.tailByteCount = try arguments.number(tail, in: 1...1_073_741_824)
        guard arguments.has(.follow) else {
            try follower.printOnce()
            return 0
        }
        try client.catchInterrupts()
        return try Monitor(invocation).run(over: try follower.find()) { () throws(Failure) in
            _ = try follower.followToEnd()
            return 0
        }
    }

    // MARK: why

    private static let why = CommandSpec(
        path: ["mission", "why"],
        aliases: [["why"]],
        summary: "say why a mission (or a lane) is where it is, and what would change that",
        arguments: [
            ArgumentSpec("MISSION|LANE", .one, "a mission's id or its beginning, or a lane's name")
        ],
        examples: [.init("lanectl why 01jd", "one reason, the numbers, the earliest start")],
        exits: [(4, "no such mission or lane")],
        run: runWhy
    )

    private static func runWhy(_ invocation: Invocation) throws(Failure) -> Int32 {
        let client = invocation.makeClient()
        let word = invocation.allWords.first ?? ""
        let answer: Answer
        do throws(Failure) {
            answer = try client.ask(.missionWhy(try invocation.mission()))
        } catch {
            guard error.refusal?.reason == .unknownMission, let lane = LaneID(word) else {
                throw error
            }
            do throws(Failure) {
                answer = try client.ask(.laneWhy(lane))
            } catch let second {
                // A word that names neither is more likely meant as a mission, which came first.
                throw second.refusal?.reason == .unknownLane ? error : second
            }
        }
        let why = try answer.why()
        invocation.printer.object(json: answer.json, name: word) {
            WhyText.text(why, name: word)
        }
        return 0
    }

    // MARK: wait

    private static let wait = CommandSpec(
        path: ["mission", "wait"],
        aliases: [["wait"]],
        summary: "wait until missions have ended",
        arguments: [missionWords],
        options: [.timeout],
        formats: [.table, .json, .jsonl, .name],
        examples: [.init("lanectl wait 01jd --timeout 30m && deploy", "go on if it completed")],
        exits: [
            (0, "every one completed"), (1, "one ended in another way"), notFound,
            (99, "the time was over first"), (130, "Ctrl-C: the missions go on"),
        ],
        run: runWait
    )

    private static func runWait(_ invocation: Invocation) throws(Failure) -> Int32 {
        var missions: [MissionID] = []
        for word in invocation.allWords { missions.append(try ParsedArguments.mission(word)) }
        let deadline = try invocation.waitDeadline()
        let client = invocation.makeClient()
        let waiter = Waiter(invocation, client)
        return try waiter.wait(for: missions, until: deadline)
    }

    // MARK: cancel, requeue

    private static let forceCancel = OptionSpec(
        "force",
        .flag,
        "SIGKILL at once, without the steps before it (requires --reason)"
    )

    private static let cancel = CommandSpec(
        path: ["mission", "cancel"],
        aliases: [["cancel"]],
        summary: "cancel missions, whether they wait or run",
        arguments: [missionWords],
        options: [.reason, forceCancel, .dryRun],
        formats: [.table, .json, .jsonl, .name],
        examples: [.init("lanectl cancel 01jd --reason 'wrong branch'", "end it for good")],
        exits: [(0, "it is or will be cancelled, or had ended before"), notFound],
        run: { invocation throws(Failure) in
            try runChange(invocation, "a forced cancel", forceCancel) {
                .missionCancel($0, $1)
            }
        }
    )

    private static let forceRequeue = OptionSpec(
        "force",
        .flag,
        "give up a process tree that survives SIGKILL (requires --reason)"
    )

    private static let requeue = CommandSpec(
        path: ["mission", "requeue"],
        summary: "stop open missions and put them back into the queue, free of charge",
        arguments: [missionWords],
        options: [.reason, forceRequeue, .dryRun],
        formats: [.table, .json, .jsonl, .name],
        examples: [.init("lanectl mission requeue 01jd", "start it again from the queue")],
        exits: [notFound, (6, "it has ended: lanectl submit --retry-of")],
        run: { invocation throws(Failure) in
            try runChange(invocation, "a forced requeue", forceRequeue) {
                .missionRequeue($0, $1)
            }
        }
    )

    private static func runChange(
        _ invocation: Invocation,
        _ name: String,
        _ force: OptionSpec,
        _ command: (MissionID, OperatorOptions) -> ControlCommand
    ) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        var options = OperatorOptions()
        options.isForced = arguments.has(force)
        options.isDryRun = arguments.has(.dryRun)
        options.reason =
            options.isForced
            ? try arguments.requiredReason(because: name) : try arguments.reason()
        var commands: [ControlCommand] = []
        for word in invocation.allWords {
            commands.append(command(try ParsedArguments.mission(word), options))
        }
        return try Changes(invocation, invocation.makeClient()).run(commands)
    }
}
