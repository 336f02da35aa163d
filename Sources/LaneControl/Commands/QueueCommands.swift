import Protocol

/// `lanectl lane reroute`, `lane flush`, `mission move`: what waits goes elsewhere, or goes.
enum QueueCommands {
    static let laneSpecs = [reroute, flush]

    private static let laneWord = ArgumentSpec("LANE", .one, "a lane's name")
    private static let formats: [OutputFormat] = [.table, .json, .name]
    private static let missionClass = OptionSpec(
        "class",
        .choice(MissionClass.allCases.map(\.rawValue)),
        "only missions of this class"
    )
    private static let refused: (code: Int32, meaning: String) = (
        5, "the other lane takes no work, or cannot run it"
    )

    // MARK: reroute

    private static let target = OptionSpec("to", .one("LANE"), "the other lane")
    private static let off = OptionSpec(
        "off",
        .flag,
        "end the reroute; what was moved stays where it is"
    )

    private static let reroute = CommandSpec(
        path: ["lane", "reroute"],
        aliases: [["reroute"]],
        summary: "move what waits on a lane to another one, and what comes back, until undrain",
        arguments: [laneWord],
        options: [target, missionClass, off, .reason, .dryRun],
        formats: formats,
        examples: [
            .init(
                "lanectl reroute vp.coder.primary --to code-writer --reason 'sick' --dry-run",
                "what would move, what would stay and why"
            ),
            .init(
                "lanectl reroute vp.coder.primary --to code-writer --reason 'sick'",
                "get its work off a sick lane"
            ),
            .init("lanectl lane reroute vp.coder.primary --off", "let it keep what comes back"),
        ],
        exits: [(4, "no such lane"), refused],
        run: runReroute
    )

    private static func runReroute(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let isOff = arguments.has(off)
        let order = RerouteOrder(
            to: try arguments.lane(target),
            missionClass: arguments.text(missionClass).flatMap(MissionClass.init)
        )
        guard isOff != (order.target != nil) else {
            throw Failure(
                usage: isOff ? "--off ends what --to begins" : "reroute needs --to LANE",
                hint: "give one of --to and --off"
            )
        }
        guard !isOff || order.missionClass == nil else {
            throw Failure(usage: "--off ends the whole reroute", hint: "leave --class out")
        }
        let options = try options(invocation, requires: isOff ? nil : "reroute")
        let lane = try invocation.lane()
        return try Changes(invocation, invocation.makeClient())
            .run([.laneReroute(lane, order, options)])
    }

    // MARK: flush

    private static let flush = CommandSpec(
        path: ["lane", "flush"],
        summary: "cancel what waits on a lane; what runs goes on",
        arguments: [laneWord],
        options: [missionClass, .requiredReason, .dryRun],
        formats: formats,
        examples: [
            .init(
                "lanectl lane flush code-writer --reason 'runaway timer' --dry-run",
                "how many of each class would be cancelled"
            ),
            .init(
                "lanectl lane flush code-writer --class background --reason 'runaway timer'",
                "cancel the background missions that wait"
            ),
        ],
        exits: [(4, "no such lane")],
        run: { invocation throws(Failure) in
            let options = try options(invocation, requires: "flush")
            let kind = invocation.arguments.text(missionClass).flatMap(MissionClass.init)
            let lane = try invocation.lane()
            return try Changes(invocation, invocation.makeClient())
                .run([.laneFlush(lane, kind, options)])
        }
    )

    // MARK: move

    /// `lanectl mission move`.
    static let move = CommandSpec(
        path: ["mission", "move"],
        summary: "put queued missions into another lane's queue, with the age they have",
        arguments: [
            ArgumentSpec(
                "MISSION",
                .many,
                "missions, each by its id or any beginning of it that no other has"
            )
        ],
        options: [target, .requiredReason, .dryRun],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init("lanectl mission move 01jd --to code-writer --reason 'free there'", "one mission")
        ],
        exits: [
            (4, "no such mission or lane"), (5, "it is pinned, or that lane takes no work"),
            (6, "it is not queued"),
        ],
        run: runMove
    )

    private static func runMove(_ invocation: Invocation) throws(Failure) -> Int32 {
        guard let lane = try invocation.arguments.lane(target) else {
            throw Failure(usage: "move needs --to LANE", hint: "lanectl lane list")
        }
        let options = try options(invocation, requires: "move")
        var commands: [ControlCommand] = []
        for word in invocation.allWords {
            commands.append(.missionMove(try ParsedArguments.mission(word), to: lane, options))
        }
        return try Changes(invocation, invocation.makeClient()).run(commands)
    }

    private static func options(
        _ invocation: Invocation,
        requires cause: String?
    ) throws(Failure) -> OperatorOptions {
        let arguments = invocation.arguments
        var options = OperatorOptions()
        options.isDryRun = arguments.has(.dryRun)
        if let cause {
            options.reason = try arguments.requiredReason(because: cause)
        } else {
            options.reason = try arguments.reason()
        }
        return options
    }
}
