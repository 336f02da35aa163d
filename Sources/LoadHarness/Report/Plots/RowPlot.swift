/// Rows over time, one for each thing: bands for how it was, marks for what was done to it.
struct RowPlot {
    /// How long something was in one way.
    struct Band {
        let from: Double
        let until: Double
        /// The class of its rectangle.
        let style: String
        /// 0 to 1 of the row's height, so that it can be told without its colour.
        let heightShare: Double
        let title: String
    }

    /// What was done at one time.
    struct Mark {
        let at: Double
        let shape: MarkShape
        let title: String
    }

    /// One thing.
    struct Row {
        let name: String
        var bands: [Band] = []
        var marks: [Mark] = []
    }

    /// Rows that are drawn; of others only the number.
    static let rowCountMax = 32
    /// Marks of all rows that are drawn one by one, each with its title; more are one path a row.
    static let titledMarkCountMax = 300
    /// Bands of all rows that tell what they are when pointed at; more only show it.
    static let titledBandCountMax = 600
    /// Bands of all rows; where there are more, those that nobody would see are left out.
    static let bandCountMax = 2500
    private static let rowHeight = 20.0
    private static let labelCharacterCountMax = 20

    let text: PlotText
    let rows: [Row]
    let legend: [Legend.Entry]

    /// Draws the rows in order, the first one on top.
    func write(into page: inout Markup, _ scene: TimeScene) {
        let shown = rows.prefix(Self.rowCountMax)
        let legend = Legend(self.legend, left: TimeScene.left)
        let frame = PlotFrame(
            left: TimeScene.left,
            top: legend.height - 8,
            plotHeight: max(Double(shown.count), 2) * Self.rowHeight
        )
        let hasMarkTitles = shown.reduce(0) { $0 + $1.marks.count } <= Self.titledMarkCountMax
        let bands = shown.map { row in
            Self.visible(row.bands, Self.bandCountMax / shown.count, scene, frame)
        }
        let hasBandTitles = bands.reduce(0) { $0 + $1.count } <= Self.titledBandCountMax
        PlotFigure.write(text, frame, into: &page) { drawing in
            PlotAxes.draw(scene.axis, nil, frame, into: &drawing)
            legend.draw(into: &drawing)
            guard !shown.isEmpty else { return PlotAxes.drawNothing(frame, into: &drawing) }
            for (index, row) in shown.enumerated() {
                let middle = frame.top + (Double(index) + 0.5) * Self.rowHeight
                let label = PlainText.fitted(row.name, Self.labelCharacterCountMax)
                drawing.label(label, frame.left - 8, middle + 4, "end")
                Self.draw(bands[index], hasBandTitles, at: middle, scene, frame, into: &drawing)
                Self.draw(row.marks, hasMarkTitles, at: middle, scene, frame, into: &drawing)
            }
            let restCount = rows.count - shown.count
            if restCount > 0 {
                drawing.label("and \(restCount) more", frame.left - 8, frame.base + 16, "end")
            }
        }
    }

    private static func draw(
        _ bands: [Band],
        _ isTitled: Bool,
        at middle: Double,
        _ scene: TimeScene,
        _ frame: PlotFrame,
        into drawing: inout Markup
    ) {
        for band in bands {
            let from = scene.x(band.from, frame)
            let until = scene.x(band.until, frame)
            let height = (rowHeight - 4) * band.heightShare
            drawing.rectangle(
                from,
                middle - height / 2,
                max(until - from, 1),
                height,
                band.style,
                title: isTitled ? band.title : nil
            )
        }
    }

    /// All bands; of too many those with the most to tell: the highest of each unit of the width.
    private static func visible(
        _ bands: [Band],
        _ countMax: Int,
        _ scene: TimeScene,
        _ frame: PlotFrame
    ) -> [Band] {
        guard bands.count > countMax else { return bands }
        let unit = frame.plotWidth / Double(countMax)
        var visible: [Band] = []
        var place = -1
        for band in bands {
            let next = Int((scene.x(band.from, frame) - frame.left) / unit)
            if next != place {
                visible.append(band)
                place = next
            } else if let last = visible.last, band.heightShare > last.heightShare {
                visible[visible.count - 1] = band
            }
        }
        return visible
    }

    private static func draw(
        _ marks: [Mark],
        _ isTitled: Bool,
        at middle: Double,
        _ scene: TimeScene,
        _ frame: PlotFrame,
        into drawing: inout Markup
    ) {
        for shape in MarkShape.allCases {
            var joined = PathText()
            var lastPlace: Double?
            for mark in marks where mark.shape == shape {
                let x = scene.x(mark.at, frame).rounded()
                var path = PathText()
                path.shape(shape.commands, x, middle)
                if isTitled {
                    drawing.draw(path, shape.style, title: mark.title)
                } else if x != lastPlace {
                    joined.shape(shape.commands, x, middle)
                    lastPlace = x
                }
            }
            drawing.draw(joined, shape.style)
        }
    }
}
