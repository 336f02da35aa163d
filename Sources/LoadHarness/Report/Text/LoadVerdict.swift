/// The one sentence that a load comes down to.
enum LoadVerdict {
    /// `passed: 1,234 completed, 0 lost, 0 duplicated, 0 orphaned`, or `FAILED: …` with whatever else
    /// is wrong.
    static func sentence(_ report: LoadReport) -> String {
        let counts =
            [count(report.figure("completed").map { Int($0.value) } ?? 0, "completed")]
            + [Invariant.lost, .duplicated, .orphaned].map { invariant in
                count(report.findingCount(of: invariant), invariant.rawValue)
            }
        let head = report.hasPassed ? "passed" : "FAILED"
        return "\(head): \((counts + others(report)).joined(separator: ", "))"
    }

    private static func others(_ report: LoadReport) -> [String] {
        var others = [Invariant.overQuota, .outOfOrder, .starved, .inconsistent].compactMap {
            invariant -> String? in
            let number = report.findingCount(of: invariant)
            return number > 0 ? count(number, invariant.rawValue) : nil
        }
        let missedCount = report.figures.count { $0.isMet == false }
        if missedCount > 0 { others.append("\(NumberText.counted(missedCount, "bound")) missed") }
        let blindCount = report.blindChecks.count
        if blindCount > 0 {
            others.append("\(NumberText.counted(blindCount, "check")) saw nothing")
        }
        return others
    }

    private static func count(_ number: Int, _ what: String) -> String {
        "\(NumberText.count(number)) \(what)"
    }
}
