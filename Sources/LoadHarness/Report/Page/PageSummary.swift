import Protocol

/// The top of the page: what was done, and what came of it.
enum PageSummary {
    /// Writes the heading, the verdict and what one must know to do it again.
    static func write(_ report: LoadReport, into page: inout Markup) {
        let scenario = report.scenario
        page.element(.h1, text: "Load \(PlainText.fitted(scenario.name, 80))")
        page.element(.p, ["class": "muted"], text: PlainText.fitted(scenario.summary, 400))
        page.element(
            .p,
            ["class": "verdict \(report.hasPassed ? "good" : "bad")"],
            text: LoadVerdict.sentence(report)
        )
        page.element(.dl) { page in
            for (name, value) in facts(report) {
                page.element(.dt, text: name)
                page.element(.dd, text: PlainText.fitted(value, 400))
            }
        }
        page.newline()
    }

    private static func facts(_ report: LoadReport) -> [(String, String)] {
        let evidence = report.evidence
        let arriving = NumberText.span(evidence.ceasedAt.since(evidence.beganAt))
        let settling = NumberText.span(evidence.endedAt.since(evidence.ceasedAt))
        let doneCount = evidence.faults.count { $0.obstacle == nil }
        return [
            ("Again with", "laneload run \(report.scenario.name) --seed \(report.seed)"),
            ("Version", report.version),
            ("Machine", report.machine),
            ("Lanes", quotas(evidence.quotas, report.scenario)),
            ("Arrivals", "\(arrival(report.scenario.arrival)), for \(arriving)"),
            ("Settled", "everything had ended after \(settling) more"),
            ("Faults", NumberText.counted(doneCount, "fault")),
        ]
    }

    private static func quotas(_ quotas: Quotas, _ scenario: Scenario) -> String {
        let laneCount = quotas.lanes.isEmpty ? scenario.laneCount : quotas.lanes.count
        let lanes =
            "\(NumberText.counted(laneCount, "lane")) of"
            + " \(NumberText.counted(scenario.slotCount, "slot"))"
        guard !quotas.pools.isEmpty else { return lanes }
        return "\(lanes) in \(NumberText.counted(quotas.pools.count, "pool")) of"
            + " \(NumberText.counted(scenario.poolSlotCount, "slot"))"
    }

    private static func arrival(_ arrival: Arrival) -> String {
        switch arrival {
        case .poisson(let perSecond?, _):
            "at random, \(NumberText.value(perSecond)) a second on average"
        case .poisson(nil, let load):
            "at random, \(NumberText.value(load)) times what the slots can carry"
        case .burst(let count, let every):
            "\(NumberText.count(count)) at once, every \(NumberText.span(every))"
        case .closed(let openCount):
            "a new one for each that ends, \(NumberText.count(openCount)) open"
        }
    }
}
