import Protocol

/// `lanectl supervisor …`; its `status` is `StatusCommand`.
enum SupervisorCommands {
    static let specs = [estop, thaw, reexec, backup]

    private static let force = OptionSpec(
        "force",
        .flag,
        "SIGKILL at once, without the steps before it"
    )

    private static let estop = CommandSpec(
        path: ["supervisor", "estop"],
        summary: "stop all work: nothing starts and what runs is interrupted, until thaw",
        options: [.requiredReason, force, .dryRun],
        formats: [.table, .json, .name],
        examples: [
            .init(
                "lanectl supervisor estop --reason 'runaway agents' --dry-run",
                "how much would be interrupted"
            ),
            .init("lanectl supervisor estop --reason 'runaway agents'", "it stands over restarts"),
        ],
        run: { invocation throws(Failure) in
            let arguments = invocation.arguments
            var options = OperatorOptions()
            options.reason = try arguments.requiredReason(because: "estop")
            options.isForced = arguments.has(force)
            options.isDryRun = arguments.has(.dryRun)
            return try Changes(invocation, invocation.makeClient()).run([.supervisorEstop(options)])
        }
    )

    private static let thaw = CommandSpec(
        path: ["supervisor", "thaw"],
        summary: "let work start again after estop",
        options: [.reason, .dryRun],
        formats: [.table, .json, .name],
        examples: [.init("lanectl supervisor thaw", "what waited starts in its order")],
        run: { invocation throws(Failure) in
            var options = OperatorOptions()
            options.reason = try invocation.arguments.reason()
            options.isDryRun = invocation.arguments.has(.dryRun)
            return try Changes(invocation, invocation.makeClient()).run([.supervisorThaw(options)])
        }
    )

    private static let reexec = CommandSpec(
        path: ["supervisor", "reexec"],
        summary: "replace the running program by the one on disk: same pid, runs untouched",
        examples: [.init("lanectl supervisor reexec", "after an upgrade of the package")],
        exits: [(6, "the program on disk cannot be executed, or the supervisor is stopping")],
        run: { invocation throws(Failure) in
            try Changes(invocation, invocation.makeClient()).run([.supervisorReexec])
        }
    )

    private static let backup = CommandSpec(
        path: ["supervisor", "backup"],
        summary: "make a consistent copy of the ledger in the state folder, and check it",
        examples: [.init("lanectl supervisor backup", "prints the path of the copy")],
        run: { invocation throws(Failure) in
            let client = invocation.makeClient()
            // A large ledger takes its time to be copied and checked.
            return try Changes(invocation, client, answerSeconds: 3_600).run([.supervisorBackup])
        }
    )
}
