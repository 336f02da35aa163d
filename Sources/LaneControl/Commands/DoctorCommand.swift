import Protocol

/// `lanectl doctor`.
enum DoctorCommand {
    static let spec = CommandSpec(
        path: ["doctor"],
        summary: "check the supervisor and this machine, and say what to do",
        formats: [.table, .json, .jsonl],
        examples: [.init("lanectl doctor", "one line a check: ok, warn or fail")],
        exits: [(0, "nothing fails; there may be warnings"), (1, "a check fails")],
        isRemote: false,
        run: run
    )

    private static func run(_ invocation: Invocation) throws(Failure) -> Int32 {
        let checks = Diagnosis(try DoctorFacts(invocation)).checks
        let printer = invocation.printer
        printer.list(kind: "CheckList", items: checks.map(\.json), names: []) {
            text(checks, style: printer.style)
        }
        return checks.contains { $0.level == .fail } ? ExitCode.objectFailed.rawValue : 0
    }

    static func text(_ checks: [DoctorCheck], style: Style) -> String {
        checks.map { check in
            let gap = String(repeating: " ", count: 4 - check.level.rawValue.count + 2)
            let remedy = check.remedy.map { "  → " + SafeText.line($0) } ?? ""
            let level = style.paint(check.level.rawValue)
            return "\(level)\(gap)\(check.name): \(SafeText.line(check.finding))\(remedy)\n"
        }.joined()
    }
}
