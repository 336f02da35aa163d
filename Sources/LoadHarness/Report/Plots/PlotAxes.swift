/// Draws the axes of a plot: a faint grid, the labels of the ticks, the titles.
enum PlotAxes {
    /// Draws both; without a `vertical` one only the time or value below.
    static func draw(
        _ horizontal: Axis,
        _ vertical: Axis?,
        _ frame: PlotFrame,
        into drawing: inout Markup
    ) {
        var grid = PathText()
        for tick in vertical?.ticks ?? [] {
            let y = frame.y(vertical?.share(of: tick.value) ?? 0)
            grid.move(frame.left, y)
            grid.horizontal(frame.right)
            drawing.label(tick.label, frame.left - 8, y + 4, "end")
        }
        for tick in horizontal.ticks {
            let x = frame.x(horizontal.share(of: tick.value))
            grid.move(x, frame.top)
            grid.vertical(frame.base)
            drawing.label(tick.label, inside(x, tick.label), frame.base + 16, "middle")
        }
        drawing.draw(grid, "grid")
        var base = PathText()
        base.move(frame.left, frame.base)
        base.horizontal(frame.right)
        drawing.draw(base, "axis")
        let middle = frame.left + frame.plotWidth / 2
        drawing.label(horizontal.title, middle, frame.base + 33, "middle", style: "unit")
        guard let vertical else { return }
        drawing.label(vertical.title, frame.left - 8, frame.top - 9, "end", style: "unit")
    }

    /// Moves the middle of a label to the left where its end would be cut off.
    private static func inside(_ x: Double, _ label: String) -> Double {
        min(x, PlotFrame.width - 3.3 * Double(label.count))
    }

    /// Says in the middle that there is nothing to draw.
    static func drawNothing(_ frame: PlotFrame, into drawing: inout Markup) {
        let x = frame.left + frame.plotWidth / 2
        drawing.label("nothing was measured", x, frame.top + frame.plotHeight * 0.4, "middle")
    }
}
