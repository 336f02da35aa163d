import Protocol

/// The report for a terminal: plain lines of at most 100 columns, the verdict last.
enum LoadTable {
    /// No line is longer.
    static let columnCountMax = 100
    /// Findings that are shown; of the others only the number.
    private static let findingCountMax = 20

    /// Writes the head, the invariants, what was found, the figures, what is not proved, the verdict.
    static func text(_ report: LoadReport) -> String {
        let sections = [
            head(report), invariants(report), findings(report), figures(report),
            faults(report), gaps(report), [LoadVerdict.sentence(report)],
        ]
        return sections.filter { !$0.isEmpty }
            .map { section in
                section.map { PlainText.fitted($0, columnCountMax) + "\n" }.joined()
            }
            .joined(separator: "\n")
    }

    private static func head(_ report: LoadReport) -> [String] {
        let evidence = report.evidence
        let arriving = NumberText.span(evidence.ceasedAt.since(evidence.beganAt))
        let settling = NumberText.span(evidence.endedAt.since(evidence.ceasedAt))
        return [
            "laneload \(report.scenario.name), seed \(report.seed), lanekeeper \(report.version): "
                + "\(arriving) of arrivals, \(settling) to settle",
            "on \(report.machine)",
        ]
    }

    private static func invariants(_ report: LoadReport) -> [String] {
        var columns = TextColumns(
            [.left, .right, .right, .left],
            lineCharacterCountMax: columnCountMax
        )
        columns.add(["invariant", "compared", "findings", ""])
        for (invariant, result) in report.results {
            columns.add([
                invariant.rawValue,
                NumberText.count(result.examinedCount),
                NumberText.count(result.findings.count),
                state(of: result),
            ])
        }
        return columns.lines
    }

    /// What a reader must not take for a proof.
    private static func state(of result: CheckResult) -> String {
        if !result.findings.isEmpty { return "BROKEN" }
        if result.examinedCount == 0 { return result.gaps.isEmpty ? "SAW NOTHING" : "not proved" }
        return result.gaps.isEmpty ? "holds" : "holds as far as seen"
    }

    private static func findings(_ report: LoadReport) -> [String] {
        let findings = report.findings
        guard !findings.isEmpty else { return [] }
        let shown = findings.prefix(findingCountMax).map { finding in
            "\(finding.invariant.rawValue): \(finding.object): \(finding.message)"
        }
        let restCount = findings.count - shown.count
        return shown + (restCount > 0 ? ["… and \(NumberText.count(restCount)) more"] : [])
    }

    private static func figures(_ report: LoadReport) -> [String] {
        let figures = report.figures.filter { !$0.key.hasPrefix(FaultFigures.keyPrefix) }
        guard !figures.isEmpty else { return [] }
        var columns = TextColumns(
            [.left, .right, .right, .left, .left],
            lineCharacterCountMax: columnCountMax
        )
        columns.add(["figure", "value", "samples", "bound", ""])
        for figure in figures { columns.add(cells(of: figure)) }
        return columns.lines
    }

    private static func cells(of figure: LoadFigure) -> [String] {
        [
            figure.name,
            figure.valueText,
            figure.sampleCountText,
            figure.bound ?? "",
            [figure.verdictText, figure.note].compactMap(\.self).joined(separator: ", "),
        ]
    }

    private static func faults(_ report: LoadReport) -> [String] {
        let counts = FaultCount.all(report.evidence.faults)
        guard !counts.isEmpty else { return [] }
        var columns = TextColumns(
            [.left, .right, .right, .right],
            lineCharacterCountMax: columnCountMax
        )
        columns.add(["fault", "done", "a run in flight", "not possible"])
        for count in counts {
            columns.add(
                [count.kind.title]
                    + [count.doneCount, count.busyCount, count.obstructedCount]
                    .map(NumberText.count)
            )
        }
        return columns.lines
    }

    private static func gaps(_ report: LoadReport) -> [String] {
        report.gaps.map { "not proved: \($0)" }
    }
}
