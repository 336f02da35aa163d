/// Figures as a table of the page.
enum FigureTable {
    /// Rows; of others only the number.
    static let rowCountMax = 600

    static func write(_ figures: [LoadFigure], into page: inout Markup) {
        let hasBounds = figures.contains { $0.bound != nil }
        let bounds: [PageTable.Column] = hasBounds ? [.text("Bound"), .text("Verdict")] : []
        let table = PageTable(
            columns: [.text("Figure"), .number("Value"), .number("Samples")] + bounds
                + [.text("Note")]
        )
        table.write(
            figures.prefix(rowCountMax).map { row($0, hasBounds: hasBounds) },
            into: &page
        )
        let restCount = figures.count - rowCountMax
        if restCount > 0 { page.element(.p, text: "… and \(NumberText.count(restCount)) more.") }
    }

    private static func row(_ figure: LoadFigure, hasBounds: Bool) -> [PageTable.Cell] {
        let verdict = PageTable.Cell(
            figure.verdictText ?? "",
            figure.isMet == false ? "bad" : "good"
        )
        return [
            PageTable.Cell(PlainText.fitted(figure.name, 80)),
            PageTable.Cell(figure.valueText),
            PageTable.Cell(figure.sampleCountText),
        ] + (hasBounds ? [PageTable.Cell(figure.bound ?? ""), verdict] : [])
            + [PageTable.Cell(figure.note ?? "", "muted")]
    }
}
