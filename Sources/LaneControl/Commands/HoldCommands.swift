import Protocol

/// `lanectl mission hold` and `mission release`.
enum HoldCommands {
    static let specs = [hold, release]

    private static let missionWords = ArgumentSpec(
        "MISSION",
        .many,
        "missions, each by its id or any beginning of it that no other has"
    )
    private static let formats: [OutputFormat] = [.table, .json, .jsonl, .name]
    private static let notFound: (code: Int32, meaning: String) = (
        4, "no such mission, or more than one begins so"
    )

    private static let hold = CommandSpec(
        path: ["mission", "hold"],
        summary: "keep queued missions from starting until they are released",
        arguments: [missionWords],
        options: [.requiredReason, .dryRun],
        formats: formats,
        examples: [
            .init("lanectl mission hold 01jd --reason 'not before the release'", "one mission")
        ],
        exits: [notFound, (6, "it is not queued")],
        run: { invocation throws(Failure) in
            let arguments = invocation.arguments
            var options = OperatorOptions()
            options.reason = try arguments.requiredReason(because: "hold")
            return try run(invocation, options) { .missionHold($0, $1) }
        }
    )

    private static let release = CommandSpec(
        path: ["mission", "release"],
        summary: "let held missions start, with the age they have",
        arguments: [missionWords],
        options: [.reason, .dryRun],
        formats: formats,
        examples: [.init("lanectl mission release 01jd", "end what mission hold began")],
        exits: [notFound, (6, "it has ended")],
        run: { invocation throws(Failure) in
            var options = OperatorOptions()
            options.reason = try invocation.arguments.reason()
            return try run(invocation, options) { .missionRelease($0, $1) }
        }
    )

    private static func run(
        _ invocation: Invocation,
        _ given: OperatorOptions,
        _ command: (MissionID, OperatorOptions) -> ControlCommand
    ) throws(Failure) -> Int32 {
        var options = given
        options.isDryRun = invocation.arguments.has(.dryRun)
        var commands: [ControlCommand] = []
        for word in invocation.allWords {
            commands.append(command(try ParsedArguments.mission(word), options))
        }
        return try Changes(invocation, invocation.makeClient()).run(commands)
    }
}
