/// How many of all took at most so long: a rising line for each distribution.
struct CumulativePlot {
    /// A distribution and the class of its line.
    struct Line {
        let name: String
        let style: String
        /// In milliseconds.
        let values: Distribution
    }

    /// Points of a line; its first and last steps are among them one by one.
    static let pointCountMax = 400
    private static let tailCount = 40

    let text: PlotText
    /// What is measured.
    let axisTitle: String
    let lines: [Line]

    /// Draws the lines over a logarithmic axis of time, with a dashed line at 99 %.
    func write(into page: inout Markup) {
        let present = lines.filter { $0.values.count > 0 }
        let legend = Legend(
            present.map { line in
                let count = NumberText.count(line.values.count)
                return Legend.Entry(name: "\(line.name) (\(count))", style: line.style)
            },
            left: 52
        )
        let frame = PlotFrame(left: 52, top: legend.height, plotHeight: 200)
        PlotFigure.write(text, frame, into: &page) { drawing in
            let horizontal = Axis.times(axisTitle, present.map(\.values))
            let vertical = Axis.percent("%")
            PlotAxes.draw(horizontal, vertical, frame, into: &drawing)
            legend.draw(into: &drawing)
            guard !present.isEmpty else {
                return PlotAxes.drawNothing(frame, into: &drawing)
            }
            var guide = PathText()
            guide.move(frame.left, frame.y(0.99))
            guide.horizontal(frame.right)
            drawing.draw(guide, "limit")
            for line in present {
                drawing.draw(Self.path(line.values, horizontal, frame), "line \(line.style)")
            }
        }
    }

    private static func path(
        _ distribution: Distribution,
        _ axis: Axis,
        _ frame: PlotFrame
    ) -> PathText {
        var path = PathText()
        for rank in ranks(of: distribution.count) {
            let x = frame.x(axis.share(of: distribution.values[rank]))
            if path.isEmpty { path.move(x, frame.base) }
            path.step(x, frame.y(Double(rank + 1) / Double(distribution.count)))
        }
        path.horizontal(frame.right)
        return path
    }

    /// Which of so many sorted values are drawn: evenly spread, and the ends whole, where the plot is
    /// steep and the outliers are.
    ///
    /// - Returns: Ascending, at most `pointCountMax`, each below `count`.
    static func ranks(of count: Int) -> [Int] {
        guard count > pointCountMax else { return Array(0..<count) }
        let evenCount = pointCountMax - 2 * tailCount
        let innerCount = count - 2 * tailCount
        let even = (0..<evenCount).map { tailCount + innerCount * $0 / evenCount }
        return Array(0..<tailCount) + even + Array((count - tailCount)..<count)
    }
}
