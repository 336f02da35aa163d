import Protocol

/// `lanectl lane rollout`: how far a lane is let into the traffic.
enum RolloutCommand {
    private static let percent = OptionSpec(
        "percent",
        .one("N"),
        "how much a canary gets, 0 to 100 (required with canary)"
    )

    /// The words for a stage as people type them.
    private static let words = RolloutSetting.words.map { $0.replacing("_", with: "-") }

    static let spec = CommandSpec(
        path: ["lane", "rollout"],
        summary:
            "say which missions without a pin a lane gets: none, a percentage, all, or copies only",
        arguments: [
            ArgumentSpec("LANE", .one, "a lane's name"),
            ArgumentSpec("STAGE", .one, words.joined(separator: ", ")),
        ],
        options: [percent, .requiredReason, .dryRun],
        formats: [.table, .json, .name],
        examples: [
            .init(
                "lanectl lane rollout vp.coder.primary off --reason 'bad answers' --dry-run",
                "where what waits would go"
            ),
            .init(
                "lanectl lane rollout vp.coder.primary canary --percent 10 --reason 'new model'",
                "a tenth of the missions, the same ones at 20"
            ),
            .init(
                "lanectl lane rollout vp.coder.next shadow --reason 'try it'",
                "copies of missions that allow it, and nothing else"
            ),
            .init(
                "lanectl lane rollout vp.coder.primary force-fallback --reason 'harm'",
                "the kill switch"
            ),
            .init(
                "lanectl lane rollout vp.coder.primary configured --reason 'over'",
                "let the configuration say it again"
            ),
        ],
        exits: [
            (4, "no such lane"),
            (5, "not in the configuration; shadow: its profile has side effects"),
        ],
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let arguments = invocation.arguments
        let setting = try setting(
            invocation.allWords.last ?? "",
            percent: try arguments.number(percent, in: Rollout.percentRange)
        )
        var options = OperatorOptions()
        options.isDryRun = arguments.has(.dryRun)
        options.reason = try arguments.requiredReason(because: "rollout")
        let lane = try invocation.lane()
        return try Changes(invocation, invocation.makeClient())
            .run([.laneRollout(lane, setting, options)])
    }

    private static func setting(
        _ word: String,
        percent: Int?
    ) throws(Failure) -> RolloutSetting {
        let name = word.replacing("-", with: "_")
        if name == RolloutSetting.configuredWord, percent == nil { return .configured }
        guard RolloutSetting.words.contains(name) else {
            let nearest = NearestName.suggestion(for: word, among: words)
            throw Failure(
                usage: "STAGE is one of \(words.joined(separator: ", ")),"
                    + " not \"\(SafeText.line(word))\"",
                hint: nearest.map { "did you mean \"\($0)\"?" }
            )
        }
        guard let stage = RolloutStage(rawValue: name),
            let rollout = Rollout(stage, percent: percent)
        else {
            throw Failure(
                usage: name == RolloutStage.canary.rawValue
                    ? "canary needs --percent N" : "only canary takes --percent"
            )
        }
        return .set(rollout)
    }
}
