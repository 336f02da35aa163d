/// Values over time, as lines that stay at a value until the next one.
struct TimePlot {
    /// A series and the class of its line.
    struct Line {
        let series: TimeSeries
        let style: String
    }

    /// Points of one line; what is longer is thinned.
    static let pointCountMax = 1000
    /// With more points a line is thinner, so that it does not become a surface.
    private static let finePointCountMin = 400

    let text: PlotText
    /// What is measured, and its unit.
    let unit: String
    let lines: [Line]
    /// What no line should exceed; nil if nothing.
    var limit: (name: String, value: Double)?
    /// True for things that are counted.
    var isWhole = true
    var plotHeight = 150.0

    /// Draws the lines, the limit and the faults.
    func write(into page: inout Markup, _ scene: TimeScene) {
        let present = lines.filter { !$0.series.points.isEmpty }
        let legend = Legend(entries(present, scene), left: TimeScene.left)
        let frame = PlotFrame(left: TimeScene.left, top: legend.height, plotHeight: plotHeight)
        let peak = present.map(\.series.peak).max() ?? 0
        let axis = Axis.amounts(unit, upTo: max(peak, limit?.value ?? 0), isWhole: isWhole)
        PlotFigure.write(text, frame, into: &page) { drawing in
            PlotAxes.draw(scene.axis, axis, frame, into: &drawing)
            legend.draw(into: &drawing)
            FaultMarks.draw(scene, frame, into: &drawing)
            guard !present.isEmpty else {
                return PlotAxes.drawNothing(frame, into: &drawing)
            }
            drawLimit(axis, frame, into: &drawing)
            for line in present {
                let series = line.series.thinned(to: Self.pointCountMax)
                let fineness = series.points.count > Self.finePointCountMin ? " fine" : ""
                let style = "line \(line.style)\(fineness)"
                drawing.draw(Self.path(series, scene, axis, frame), style)
            }
        }
    }

    private func entries(_ present: [Line], _ scene: TimeScene) -> [Legend.Entry] {
        let lines = present.map { Legend.Entry(name: $0.series.name, style: $0.style) }
        let limits = limit.map { [Legend.Entry(name: $0.name, style: "limit")] } ?? []
        let isFaulty = scene.faults.contains { $0.obstacle == nil }
        return lines + limits + (isFaulty ? [Legend.Entry(name: "faults", style: "fault")] : [])
    }

    private func drawLimit(_ axis: Axis, _ frame: PlotFrame, into drawing: inout Markup) {
        guard let limit else { return }
        var path = PathText()
        path.move(frame.left, frame.y(axis.share(of: limit.value)))
        path.horizontal(frame.right)
        drawing.draw(path, "limit")
    }

    /// A point that has no other to be joined with is drawn as a short line.
    private static func path(
        _ series: TimeSeries,
        _ scene: TimeScene,
        _ axis: Axis,
        _ frame: PlotFrame
    ) -> PathText {
        var path = PathText()
        for (index, point) in series.points.enumerated() {
            let x = scene.x(point.seconds, frame)
            let y = frame.y(axis.share(of: point.value))
            let isAlone =
                index + 1 >= series.points.count || series.points[index + 1].isAfterGap
            if path.isEmpty || point.isAfterGap {
                path.move(x, y)
                if isAlone { path.horizontal(x + 1.5) }
            } else {
                path.step(x, y)
            }
        }
        return path
    }
}
