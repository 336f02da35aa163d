import Protocol

/// `lanectl mission resolve`.
enum ResolveCommand {
    private static let outcome = OptionSpec(
        "as",
        .choice(MissionResolution.allCases.map(\.rawValue)),
        "how it ends (required)"
    )

    static let spec = CommandSpec(
        path: ["mission", "resolve"],
        summary: "end missions that are blocked, or whose processes do not die, with this outcome",
        arguments: [
            ArgumentSpec(
                "MISSION",
                .many,
                "missions, each by its id or any beginning of it that no other has"
            )
        ],
        options: [outcome, .requiredReason, .dryRun],
        formats: [.table, .json, .jsonl, .name],
        examples: [
            .init(
                "lanectl mission resolve 01jd --as completed --reason 'merged by hand'",
                "nobody needs to answer it any more"
            )
        ],
        exits: [
            (4, "no such mission, or more than one begins so"),
            (6, "it is queued or runs as usual, or ends otherwise"),
        ],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        guard let resolution = arguments.text(outcome).flatMap(MissionResolution.init) else {
            let words = MissionResolution.allCases.map(\.rawValue).joined(separator: "|")
            throw Failure(usage: "resolve needs --as OUTCOME", hint: "--as \(words)")
        }
        var options = OperatorOptions()
        options.reason = try arguments.requiredReason(because: "resolve")
        options.isDryRun = arguments.has(.dryRun)
        var commands: [ControlCommand] = []
        for word in invocation.allWords {
            let id = try ParsedArguments.mission(word)
            commands.append(.missionResolve(id, as: resolution, options))
        }
        return try Changes(invocation, invocation.makeClient()).run(commands)
    }
}
