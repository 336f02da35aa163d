import Protocol

/// `lanectl pool …`.
enum PoolCommands {
    static let specs = [list, show, set, clear, probe]

    private static let poolWord = ArgumentSpec("POOL", .one, "a pool's name")
    private static let poolWords = ArgumentSpec("POOL", .many, "pools by name")
    private static let notFound: (code: Int32, meaning: String) = (4, "no such pool")

    /// False for a pool that waits for a person.
    static func isSound(_ pool: PoolView) -> Bool {
        pool.record.hold?.reason != .authenticationNeeded
    }

    // MARK: list, show

    private static let list = CommandSpec(
        path: ["pool", "list"],
        summary: "list the pools: what lanes share",
        options: [.watch],
        formats: [.table, .json, .jsonl, .name],
        examples: [.init("lanectl pool list --watch", "who waits for which subscription")],
        run: runList
    )

    private static func runList(_ invocation: Invocation) throws(Failure) -> Int32 {
        try Watch(invocation).run { client throws(Failure) in
            let answer = try client.ask(.poolList)
            guard case .pools(let pools) = answer.reply else { throw answer.unexpected("pools") }
            let printer = invocation.printer
            printer.list(
                kind: "PoolList",
                items: answer.items,
                names: pools.map(\.record.name)
            ) {
                PoolText(now: invocation.now, style: printer.style)
                    .list(pools, columnCount: printer.columnCount)
            }
            return 0
        }
    }

    private static let show = CommandSpec(
        path: ["pool", "show"],
        summary: "show everything about a pool",
        arguments: [poolWord],
        examples: [.init("lanectl pool show claude-max", "windows, slots, until when it waits")],
        exits: [(1, "the pool is held until somebody logs in"), notFound],
        run: runShow
    )

    private static func runShow(_ invocation: Invocation) throws(Failure) -> Int32 {
        let name = invocation.allWords.first ?? ""
        let answer = try invocation.makeClient().ask(.poolGet(name))
        guard case .pool(let pool) = answer.reply else { throw answer.unexpected("a pool") }
        invocation.printer.object(json: answer.json, name: pool.record.name) {
            PoolText(now: invocation.now, style: invocation.printer.style).details(pool)
        }
        return isSound(pool) ? 0 : ExitCode.objectFailed.rawValue
    }

    // MARK: Changes

    private static let set = change(
        "set",
        "start nothing in pools until they are cleared; what runs goes on",
        "until lanectl pool clear",
        aliases: [["pool", "hold"]],
        isReasonRequired: true,
        { .poolSet($0, .held, $1) }
    )
    private static let clear = change(
        "clear",
        "forget what is known against pools, so that they grant all of their slots",
        "after a login, or when the provider is known to serve again",
        { .poolClear($0, $1) }
    )
    private static let probe = change(
        "probe",
        "let one run find out at once whether the provider of pools serves again",
        "before the time that the provider gave",
        { .poolProbe($0, $1) }
    )

    private static func change(
        _ verb: String,
        _ summary: String,
        _ example: String,
        aliases: [[String]] = [],
        isReasonRequired: Bool = false,
        _ command: @escaping @Sendable (String, OperatorOptions) -> ControlCommand
    ) -> CommandSpec {
        let reason = isReasonRequired ? " --reason 'changing the key'" : ""
        return CommandSpec(
            path: ["pool", verb],
            aliases: aliases,
            summary: summary,
            arguments: [poolWords],
            options: [isReasonRequired ? .requiredReason : .reason, .dryRun],
            formats: [.table, .json, .jsonl, .name],
            examples: [.init("lanectl pool \(verb) claude-max\(reason)", example)],
            exits: [notFound],
            run: { invocation throws(Failure) in
                let arguments = invocation.arguments
                var options = OperatorOptions()
                options.isDryRun = arguments.has(.dryRun)
                options.reason =
                    isReasonRequired
                    ? try arguments.requiredReason(because: verb) : try arguments.reason()
                let commands = invocation.allWords.map { command($0, options) }
                return try Changes(invocation, invocation.makeClient()).run(commands)
            }
        )
    }
}
