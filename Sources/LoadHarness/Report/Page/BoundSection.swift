/// The figures that had to reach something.
enum BoundSection {
    static func write(_ report: LoadReport, into page: inout Markup) {
        let bounded = report.figures.filter { $0.bound != nil }
        guard !bounded.isEmpty else { return }
        page.element(.section) { page in
            page.element(.h2, text: "Bounds")
            FigureTable.write(bounded, into: &page)
        }
    }
}
