import Protocol

/// `lanectl supervisor …`; its `status` is `StatusCommand`.
enum SupervisorCommands {
    static let specs = [reexec, backup]

    private static let reexec = CommandSpec(
        path: ["supervisor", "reexec"],
        summary: "replace the running program by the one on disk: same pid, runs untouched",
        examples: [.init("lanectl supervisor reexec", "after an upgrade of the package")],
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
