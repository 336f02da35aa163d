/// A load as one row of a Markdown table, for a log of evidence.
enum EvidenceRow {
    private static let names = [
        "load", "version", "verdict", "completed", "lost", "duplicated", "orphans", "failure rate",
        "fallback rate", "queue wait p50 / p95 / p99", "interactive wait p99", "run time p95",
        "utilization", "recovery attempts / success", "quota held / used, mean", "findings",
    ]

    /// The names of the columns and the rule below them: two lines.
    static let head = line(names) + line(names.map { _ in "---" })

    /// One line.
    static func text(_ report: LoadReport) -> String {
        let waits = ["wait_p50_ms", "wait_p95_ms", "wait_p99_ms"].map { value(report, $0) }
        return line([
            "\(report.scenario.name), seed \(report.seed)",
            report.version,
            report.hasPassed ? "passed" : "FAILED",
            value(report, "completed"),
            NumberText.count(report.findingCount(of: .lost)),
            NumberText.count(report.findingCount(of: .duplicated)),
            value(report, "orphans"),
            value(report, "failure_percent"),
            value(report, "fallback_percent"),
            waits.joined(separator: " / "),
            value(report, "interactive_wait_p99_ms"),
            value(report, "run_time_p95_ms"),
            value(report, "utilization_percent"),
            "\(value(report, "recovery_attempts")) / \(value(report, "recovery_success_percent"))",
            quota(report),
            NumberText.count(report.findings.count),
        ])
    }

    private static func value(_ report: LoadReport, _ key: String) -> String {
        report.figure(key)?.valueText ?? "-"
    }

    /// Of every pool; of all lanes together where there is no pool.
    private static func quota(_ report: LoadReport) -> String {
        let pools = report.evidence.quotas.pools
        guard !pools.isEmpty else {
            return "lanes: \(value(report, "slots_used_mean")) of \(value(report, "slots"))"
        }
        return pools.map { pool in
            let key = "pool_\(pool.name)"
            let held = value(report, "\(key)_held_mean")
            let used = value(report, "\(key)_used_mean")
            return "\(pool.name): \(held) / \(used) of \(NumberText.count(pool.slotCount))"
        }
        .joined(separator: "; ")
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }

    private static func cell(_ text: String) -> String {
        var cell = ""
        for character in PlainText.harmless(text) {
            cell += character == "|" || character == "\\" ? "\\\(character)" : String(character)
        }
        return cell
    }
}
