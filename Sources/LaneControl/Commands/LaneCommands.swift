import Protocol

/// `lanectl lane …`.
enum LaneCommands {
    static let specs =
        [list, show, why, drain, undrain, pause, resume] + QueueCommands.laneSpecs
        + [RolloutCommand.spec, restart, reset]

    private static let laneWord = ArgumentSpec("LANE", .one, "a lane's name")
    private static let laneWords = ArgumentSpec("LANE", .many, "lanes by name")
    private static let notFound: (code: Int32, meaning: String) = (4, "no such lane")
    private static let changeFormats: [OutputFormat] = [.table, .json, .jsonl, .name]

    /// False for a lane that somebody must look at.
    static func isSound(_ lane: LaneView) -> Bool {
        lane.record.status != .degraded && lane.orphanCount == 0
    }

    // MARK: list, show, why

    private static let list = CommandSpec(
        path: ["lane", "list"],
        summary: "list the lanes",
        options: [.watch],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init(
                "lanectl lane list -o name | xargs lanectl drain --reason reboot",
                "drain every lane"
            )
        ],
        run: runList
    )

    private static func runList(_ invocation: Invocation) throws(Failure) -> Int32 {
        try Watch(invocation).run { client throws(Failure) in
            let answer = try client.ask(.laneList)
            guard case .lanes(let lanes) = answer.reply else { throw answer.unexpected("lanes") }
            let printer = invocation.printer
            printer.list(
                kind: "LaneList",
                items: answer.items,
                names: lanes.map(\.record.vpID.rawValue)
            ) {
                LaneText(now: invocation.now, style: printer.style)
                    .list(lanes, columnCount: printer.columnCount)
            }
            return 0
        }
    }

    private static let show = CommandSpec(
        path: ["lane", "show"],
        summary: "show everything about a lane",
        arguments: [laneWord],
        examples: [
            .init("lanectl lane show vp.coder.primary", "worker, slots, runs, who paused it")
        ],
        exits: [(1, "the lane is degraded, or a process outlived its attempt"), notFound],
        run: runShow
    )

    private static func runShow(_ invocation: Invocation) throws(Failure) -> Int32 {
        let answer = try invocation.makeClient().ask(.laneGet(try invocation.lane()))
        let lane = try answer.lane()
        invocation.printer.object(json: answer.json, name: lane.record.vpID.rawValue) {
            LaneText(now: invocation.now, style: invocation.printer.style).details(lane)
        }
        return isSound(lane) ? 0 : ExitCode.objectFailed.rawValue
    }

    private static let why = CommandSpec(
        path: ["lane", "why"],
        summary: "say why a lane is as it is, and what would change that",
        arguments: [laneWord],
        examples: [.init("lanectl lane why code-writer", "one reason and what to do")],
        exits: [notFound],
        run: { invocation throws(Failure) in
            let lane = try invocation.lane()
            let answer = try invocation.makeClient().ask(.laneWhy(lane))
            let why = try answer.why()
            invocation.printer.object(json: answer.json, name: lane.rawValue) {
                WhyText.text(why, name: lane.rawValue)
            }
            return 0
        }
    )

    // MARK: drain

    private static let deadline = OptionSpec(
        "deadline",
        .one("DURATION"),
        "interrupt what still runs after this long (default: the configuration's)"
    )
    private static let detach = OptionSpec("detach", .flag, "do not wait until it is drained")
    private static let monitor = OptionSpec(
        "monitor",
        .flag,
        "only watch a drain that is under way, and change nothing; needs no --reason"
    )

    private static let drain = CommandSpec(
        path: ["lane", "drain"],
        aliases: [["drain"]],
        summary: "let lanes finish what runs and take no new work; waits until they are drained",
        arguments: [laneWords],
        options: [.requiredReason, deadline, detach, monitor, .timeout, .dryRun],
        formats: changeFormats,
        examples: [
            .init(
                "lanectl drain vp.coder.primary --reason 'new runtime' --deadline 10m",
                "wait for what runs, at most 10 minutes; queued work stays"
            ),
            .init("lanectl drain code-writer --reason reboot --detach", "and do not wait here"),
            .init("lanectl drain code-writer --monitor", "come back and see what still blocks it"),
        ],
        exits: [
            (0, "drained, or with --detach: draining"), (1, "it is open: nobody drains it now"),
            notFound, (99, "the time to wait was over; the lane drains on"),
            (130, "Ctrl-C: the lane drains on"),
        ],
        run: runDrain
    )

    private static func runDrain(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard !arguments.has(monitor) else { return try watchDrain(invocation) }
        var options = OperatorOptions()
        options.reason = try arguments.requiredReason(because: "drain")
        options.deadlineSeconds = try arguments.seconds(deadline, in: 0...604_800)
        options.isDryRun = arguments.has(.dryRun)
        if arguments.has(detach), arguments.has(.timeout) {
            throw Failure(usage: "--timeout waits and --detach does not", hint: "give one of them")
        }
        let waitDeadline = try invocation.waitDeadline()
        let lanes = try lanes(invocation)
        let client = invocation.makeClient()
        let status = try Changes(invocation, client).run(lanes.map { .laneDrain($0, options) })
        guard status == 0, !options.isDryRun, !arguments.has(detach) else { return status }
        return try DrainMonitor(invocation, client).wait(for: lanes, until: waitDeadline)
    }

    private static func watchDrain(_ invocation: Invocation) throws(Failure) -> Int32 {
        for option in [.requiredReason, deadline, detach, .dryRun]
        where invocation.arguments.has(option) {
            throw Failure(
                usage: "--\(option.name) is for an order to drain, and --monitor gives none",
                hint: "give one of them"
            )
        }
        let waitDeadline = try invocation.waitDeadline()
        return try DrainMonitor(invocation, invocation.makeClient())
            .wait(for: lanes(invocation), until: waitDeadline)
    }

    // MARK: Other changes

    private static let undrain = change(
        "undrain",
        aliases: [["undrain"]],
        "open lanes again after a drain",
        "take work again",
        { .laneUndrain($0, $1) }
    )
    private static let pause = change(
        "pause",
        aliases: [["lane", "cordon"]],
        "start nothing new on lanes; what runs goes on",
        "until lanectl lane resume",
        isReasonRequired: true,
        { .lanePause($0, $1) }
    )
    private static let resume = change(
        "resume",
        aliases: [["lane", "uncordon"]],
        "end a pause",
        "start what waits",
        { .laneResume($0, $1) }
    )
    private static let reset = change(
        "reset",
        "forget a lane's start-up crashes, so that a parked one starts again",
        "after its runtime was repaired",
        { .laneReset($0, $1) }
    )

    private static let force = OptionSpec(
        "force",
        .flag,
        "do not wait for what runs: it is interrupted and queued again (requires --reason)"
    )

    private static let restart = CommandSpec(
        path: ["lane", "restart"],
        summary: "give lanes a new worker process, when what runs has ended",
        arguments: [laneWords],
        options: [.reason, force, .dryRun],
        formats: changeFormats,
        examples: [.init("lanectl lane restart code-writer", "at its next idle moment")],
        exits: [notFound],
        run: { invocation throws(Failure) in
            let isForced = invocation.arguments.has(force)
            return try runChange(
                invocation,
                isForced: isForced,
                requires: isForced ? "a forced restart" : nil
            ) {
                .laneRestart($0, $1)
            }
        }
    )

    private static func change(
        _ verb: String,
        aliases: [[String]] = [],
        _ summary: String,
        _ example: String,
        isReasonRequired: Bool = false,
        _ command: @escaping @Sendable (LaneID, OperatorOptions) -> ControlCommand
    ) -> CommandSpec {
        let reason = isReasonRequired ? " --reason 'looking into 4711'" : ""
        return CommandSpec(
            path: ["lane", verb],
            aliases: aliases,
            summary: summary,
            arguments: [laneWords],
            options: [isReasonRequired ? .requiredReason : .reason, .dryRun],
            formats: changeFormats,
            examples: [.init("lanectl lane \(verb) vp.coder.primary\(reason)", example)],
            exits: [notFound],
            run: { invocation throws(Failure) in
                try runChange(invocation, requires: isReasonRequired ? verb : nil, command)
            }
        )
    }

    private static func runChange(
        _ invocation: Invocation,
        isForced: Bool = false,
        requires cause: String?,
        _ command: (LaneID, OperatorOptions) -> ControlCommand
    ) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        var options = OperatorOptions()
        options.isForced = isForced
        options.isDryRun = arguments.has(.dryRun)
        if let cause {
            options.reason = try arguments.requiredReason(because: cause)
        } else {
            options.reason = try arguments.reason()
        }
        let commands = try lanes(invocation).map { command($0, options) }
        return try Changes(invocation, invocation.makeClient()).run(commands)
    }

    private static func lanes(_ invocation: Invocation) throws(Failure) -> [LaneID] {
        var lanes: [LaneID] = []
        for word in invocation.allWords { lanes.append(try ParsedArguments.lane(word)) }
        return lanes
    }
}
