import Protocol

/// `lanectl config …`.
enum ConfigCommands {
    static let specs = [reload, validate]

    private static let invalid: (code: Int32, meaning: String) = (
        78, "the configuration is invalid; nothing was changed"
    )

    private static let reload = CommandSpec(
        path: ["config", "reload"],
        summary: "apply the configuration file to the running supervisor, or change nothing",
        examples: [.init("lanectl config reload", "missions that run are not touched")],
        exits: [invalid],
        run: { invocation throws(Failure) in
            try Changes(invocation, invocation.makeClient()).run([.configReload])
        }
    )

    private static let validate = CommandSpec(
        path: ["config", "validate"],
        summary: "say what is wrong with the configuration file, and change nothing",
        examples: [
            .init("lanectl config validate && lanectl config reload", "look before you leap")
        ],
        exits: [invalid],
        run: { invocation throws(Failure) in
            try Changes(invocation, invocation.makeClient()).run([.configValidate])
        }
    )
}
