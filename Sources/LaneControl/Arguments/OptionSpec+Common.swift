extension OptionSpec {
    /// What every command takes besides `--output`.
    static let global = [socket, noColor, quiet, help]

    static let socket = OptionSpec(
        "socket",
        .one("PATH"),
        "the control socket (else LANEKEEPER_SOCKET, then the user's, then the system's)"
    )
    static let noColor = OptionSpec("no-color", .flag, "no colours on a terminal (as NO_COLOR)")
    static let quiet = OptionSpec("quiet", short: "q", .flag, "nothing on stderr but errors")
    static let help = OptionSpec("help", short: "h", .flag, "explain the command")

    static let reason = OptionSpec("reason", .one("TEXT"), "why, for the audit trail")
    static let requiredReason = OptionSpec("reason", .one("TEXT"), "why (required)")
    static let dryRun = OptionSpec("dry-run", .flag, "say what would change, and change nothing")
    static let watch = OptionSpec(
        "watch",
        short: "w",
        .flag,
        "draw again whenever something happens"
    )
    static let timeout = OptionSpec(
        "timeout",
        .one("DURATION"),
        "stop waiting after this long and exit 99, e.g. 90s, 10m, 1h30m"
    )
    static let follow = OptionSpec("follow", short: "f", .flag, "go on with what is new")
    static let lane = OptionSpec("lane", .one("LANE"), "only this lane")
}
