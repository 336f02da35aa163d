/// Where in a drawing its data is; in units that are pixels when the page is as wide as the drawing.
struct PlotFrame: Equatable, Sendable {
    /// Of every drawing, so that those with the same left margin have the same time axis.
    static let width = 760.0
    /// Room for the ticks' labels and the title of the axis.
    static let bottom = 40.0

    let left: Double
    let top: Double
    let plotWidth: Double
    let plotHeight: Double

    /// Leaves room on the left for labels, and above for a legend.
    init(left: Double, top: Double, plotHeight: Double) {
        self.left = left
        self.top = top
        self.plotHeight = plotHeight
        plotWidth = Self.width - left - 18
    }

    /// Of the whole drawing.
    var height: Double { top + plotHeight + Self.bottom }

    /// The lower edge of the data.
    var base: Double { top + plotHeight }

    /// The right edge of the data.
    var right: Double { left + plotWidth }

    /// The place of a share of the width, 0 to 1 from the left.
    func x(_ share: Double) -> Double { left + share * plotWidth }

    /// The place of a share of the height, 0 to 1 from below.
    func y(_ share: Double) -> Double { base - share * plotHeight }
}
