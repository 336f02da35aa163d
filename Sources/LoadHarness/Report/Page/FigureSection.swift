import Protocol

/// Every other figure, and what was refused.
enum FigureSection {
    private static let refusalCountMax = 50

    static func write(_ report: LoadReport, into page: inout Markup) {
        page.element(.section) { page in
            page.element(.h2, text: "Figures")
            let figures = report.figures.filter { figure in
                figure.bound == nil && !figure.key.hasPrefix(FaultFigures.keyPrefix)
            }
            FigureTable.write(figures, into: &page)
        }
        writeFaults(FaultCount.all(report.evidence.faults), into: &page)
        writeRefusals(report.evidence.refusals, into: &page)
    }

    private static func writeFaults(_ counts: [FaultCount], into page: inout Markup) {
        guard !counts.isEmpty else { return }
        page.element(.section) { page in
            page.element(.h2, text: "Faults")
            let table = PageTable(
                columns: [
                    .text("Fault"), .number("Done"), .number("A run in flight"),
                    .number("Not possible"),
                ]
            )
            table.write(
                counts.map { count in
                    [PageTable.Cell(count.kind.title)]
                        + [count.doneCount, count.busyCount, count.obstructedCount]
                        .map { PageTable.Cell(NumberText.count($0)) }
                },
                into: &page
            )
        }
    }

    private static func writeRefusals(_ refusals: [Refusal], into page: inout Markup) {
        guard !refusals.isEmpty else { return }
        page.element(.section) { page in
            page.element(.h2, text: "Refusals")
            let table = PageTable(
                columns: [.text("Reason"), .number("Submits"), .text("The first of them")]
            )
            table.write(
                refusals.prefix(refusalCountMax).map { refusal in
                    [
                        PageTable.Cell(refusal.reason.rawValue),
                        PageTable.Cell(NumberText.count(refusal.count)),
                        PageTable.Cell(PlainText.fitted(refusal.message, 400)),
                    ]
                },
                into: &page
            )
        }
    }
}
