import Protocol

/// How full each lane was over time: a row for each lane, darker where more of its slots were in use.
///
/// Shows at a glance that a lane that is drained or killed is empty while its neighbours work on.
struct LanePlot {
    /// Cells of all rows together are about so many at most.
    static let cellCountMax = 6000
    /// Steps of darkness; with none of them nothing ran.
    static let levelCount = 4
    /// Rows with labels are at least so high.
    private static let labelHeight = 11.0
    private static let heightMax = 384.0

    let text: PlotText
    let quotas: Quotas
    /// Runs of each lane, in the order of the quotas.
    let lanes: [TimeSeries]

    /// Draws the rows in the order of the quotas.
    func write(into page: inout Markup, _ scene: TimeScene) {
        let rowHeight = min(max(Self.heightMax / Double(max(lanes.count, 1)), 1.5), 16)
        let legend = Legend(
            (1...Self.levelCount).map { level in
                let share = "\(level * 100 / Self.levelCount) %"
                let name = level == 1 ? "up to \(share) of its slots" : share
                return Legend.Entry(name: name, style: "level level\(level)")
            },
            left: TimeScene.left
        )
        let frame = PlotFrame(
            left: TimeScene.left,
            top: legend.height - 8,
            plotHeight: max(Double(lanes.count) * rowHeight, 32)
        )
        PlotFigure.write(text, frame, into: &page) { drawing in
            PlotAxes.draw(scene.axis, nil, frame, into: &drawing)
            legend.draw(into: &drawing)
            guard lanes.contains(where: { !$0.points.isEmpty }) else {
                return PlotAxes.drawNothing(frame, into: &drawing)
            }
            var paths = Array(repeating: PathText(), count: Self.levelCount)
            for index in lanes.indices {
                let top = frame.top + Double(index) * rowHeight
                fill(&paths, lane: index, top, rowHeight, scene, frame)
                drawLabel(index, top + rowHeight / 2, rowHeight, frame, into: &drawing)
            }
            for (index, path) in paths.enumerated() {
                drawing.draw(path, "cells cells\(index + 1)")
            }
        }
    }

    /// Labels each lane, or each so many that the labels do not touch.
    private func drawLabel(
        _ index: Int,
        _ middle: Double,
        _ rowHeight: Double,
        _ frame: PlotFrame,
        into drawing: inout Markup
    ) {
        let each = max(1, Int((Self.labelHeight / rowHeight).rounded(.up)))
        guard index.isMultiple(of: each), index < quotas.lanes.count else { return }
        let name = PlainText.fitted(quotas.lanes[index].id.rawValue, 20)
        drawing.label(name, frame.left - 8, middle + 4, "end")
    }

    /// Adds the cells of a lane to the paths of their levels; equal neighbours are one cell.
    private func fill(
        _ paths: inout [PathText],
        lane: Int,
        _ top: Double,
        _ rowHeight: Double,
        _ scene: TimeScene,
        _ frame: PlotFrame
    ) {
        let columnCount = min(300, max(20, Self.cellCountMax / lanes.count))
        let levels = levels(of: lane, columnCount, scene)
        var start = 0
        for column in 1...columnCount where column == columnCount || levels[column] != levels[start]
        {
            if levels[start] > 0 {
                let from = frame.x(Double(start) / Double(columnCount))
                let until = frame.x(Double(column) / Double(columnCount))
                let size = "\(PathText.number(until - from))v\(PathText.number(rowHeight - 0.5))"
                paths[levels[start] - 1].shape(
                    "h\(size)H\(PathText.number(from))z",
                    from,
                    top
                )
            }
            start = column
        }
    }

    /// The level of each column of equal time, by the mean of its samples; 0 without samples.
    private func levels(of lane: Int, _ columnCount: Int, _ scene: TimeScene) -> [Int] {
        var sums = Array(repeating: 0.0, count: columnCount)
        var counts = Array(repeating: 0.0, count: columnCount)
        for point in lanes[lane].points {
            let column = Int(scene.axis.share(of: point.seconds) * Double(columnCount))
            sums[min(column, columnCount - 1)] += point.value
            counts[min(column, columnCount - 1)] += 1
        }
        let slotCount = lane < quotas.lanes.count ? max(quotas.lanes[lane].slotCount, 1) : 1
        var level = 0
        return zip(sums, counts).map { sum, count in
            guard count > 0 else { return level }
            let share = sum / count / Double(slotCount)
            level = min(Int((share * Double(Self.levelCount)).rounded(.up)), Self.levelCount)
            return level
        }
    }
}
