import Protocol

/// The options of `submit`, in the order in which help shows them.
enum SubmitOptions {
    static let file = OptionSpec(
        "file",
        .one("FILE"),
        "read the objective from a file (- is stdin)"
    )
    static let jsonl = OptionSpec(
        "jsonl",
        .one("FILE"),
        "read many missions, one envelope in JSON a line (- is stdin)"
    )
    static let lane = OptionSpec("lane", .one("LANE"), "the lane that must run it")
    static let fallback = OptionSpec(
        "fallback",
        .list("LANE"),
        "a lane that takes it over (repeat, at most 3; default: as its lane is configured)"
    )
    static let noFallback = OptionSpec("no-fallback", .flag, "no other lane may take it over")
    static let missionClass = OptionSpec(
        "class",
        .choice(MissionClass.allCases.map(\.rawValue)),
        "how urgent it is (default: background)"
    )
    static let deadline = OptionSpec(
        "deadline",
        .one("TIME"),
        "when it is due: RFC 3339, +30m or 14:30 in UTC (without --class: of class deadline)"
    )
    static let notBefore = OptionSpec(
        "not-before",
        .one("TIME"),
        "hold it until then: RFC 3339, +30m or 14:30 in UTC"
    )
    static let expire = OptionSpec(
        "expire-at-deadline",
        .flag,
        "end it timed_out if it has not started by its deadline"
    )
    static let key = OptionSpec(
        "key",
        .one("KEY"),
        "the same key and body again is the same mission (default: a new key)"
    )
    static let id = OptionSpec(
        "id",
        .one("ID"),
        "the mission's id (default: the supervisor's choice)"
    )
    static let owner = OptionSpec("owner", .one("NAME"), "who is accountable for it")
    static let source = OptionSpec("source", .one("NAME"), "who sends it")
    static let label = OptionSpec("label", .list("KEY=VALUE"), "for selecting it later (repeat)")
    static let type = OptionSpec("type", .one("TYPE"), "the intent for routing (default: custom)")
    static let timeout = OptionSpec(
        "timeout",
        .one("DURATION"),
        "the longest run of one attempt, e.g. 10m"
    )
    static let idleTimeout = OptionSpec(
        "idle-timeout",
        .one("DURATION"),
        "the longest silence of an attempt without a tool at work"
    )
    static let maxCalls = OptionSpec(
        "max-llm-calls",
        .one("N"),
        "the most calls to a model, over all attempts"
    )
    static let maxTokens = OptionSpec(
        "max-tokens",
        .one("N"),
        "the most tokens, read and written, over all attempts"
    )
    static let maxCost = OptionSpec(
        "max-cost-usd",
        .one("USD"),
        "the highest cost over all attempts, e.g. 2.50"
    )
    static let maxAttempts = OptionSpec(
        "max-attempts",
        .one("N"),
        "attempts that may fail by its own fault (default: 3)"
    )
    static let maxRecoveries = OptionSpec(
        "max-recoveries",
        .one("N"),
        "runs after a crash of its worker; 0 for work that must not repeat (default: 3)"
    )
    static let fresh = OptionSpec("fresh", .flag, "run it in a new session, not in the lane's own")
    static let preemptible = OptionSpec(
        "preemptible",
        .flag,
        "let it give way to an interactive mission where that is switched on: it is stopped and "
            + "queued again"
    )
    static let shadowOK = OptionSpec(
        "shadow-ok",
        .flag,
        "let a lane in shadow run a copy of it for comparison (not with --lane or --not-before)"
    )
    static let check = OptionSpec(
        "check",
        .list("COMMAND"),
        "a command that must exit 0 afterwards, e.g. 'make test' (repeat)"
    )
    static let require = OptionSpec(
        "require",
        .list("CAPABILITY"),
        "what the lane must be able to do: "
            + Capability.allCases.map(\.rawValue).joined(separator: ", ") + " (repeat)"
    )
    static let retryOf = OptionSpec(
        "retry-of",
        .one("MISSION"),
        "the ended mission that it repeats; without an objective it is the same mission again, but "
            + "for what options say"
    )
    static let traceID = OptionSpec("trace-id", .one("ID"), "stamped on its events")
    static let wait = OptionSpec("wait", .flag, "wait until it has ended")
    static let waitTimeout = OptionSpec(
        "wait-timeout",
        .one("DURATION"),
        "stop waiting after this long and exit 99"
    )

    /// What is a field of the envelope, and so cannot be given beside `--jsonl`.
    static let fields = [
        lane, fallback, noFallback, missionClass, deadline, notBefore, expire, key, id, owner,
        source, label, type, timeout, idleTimeout, maxCalls, maxTokens, maxCost, maxAttempts,
        maxRecoveries, fresh, preemptible, shadowOK, check, require, retryOf, traceID,
    ]

    /// All of them.
    static let all: [OptionSpec] =
        [file, jsonl] + fields + [wait, .follow, waitTimeout, .dryRun]
}
