/// Says which line is what, above the data of a plot.
struct Legend {
    /// A line and its name.
    struct Entry: Equatable, Sendable {
        let name: String
        /// The class of its line or shape.
        let style: String
        /// What draws it relative to its middle; nil for a line.
        var commands: String?
    }

    private static let rowHeight = 18.0
    private static let swatchWidth = 18.0
    /// Of a character of the legend's type, on average; generous.
    private static let characterWidth = 6.6

    private let left: Double
    private let rows: [[Entry]]

    /// Lays the entries out in as many rows as they need.
    ///
    /// - Parameters:
    ///   - entries: In order; names are cut at 32 characters.
    ///   - left: Where the rows begin.
    init(_ entries: [Entry], left: Double) {
        let entries = entries.map { entry in
            Entry(
                name: PlainText.fitted(entry.name, 32),
                style: entry.style,
                commands: entry.commands
            )
        }
        var rows: [[Entry]] = []
        var x = PlotFrame.width
        for entry in entries {
            if x + Self.width(of: entry) > PlotFrame.width {
                rows.append([])
                x = left
            }
            rows[rows.count - 1].append(entry)
            x += Self.width(of: entry)
        }
        self.left = left
        self.rows = rows
    }

    /// What the rows take, with some room below for the title of the vertical axis.
    var height: Double { Double(rows.count) * Self.rowHeight + 22 }

    /// Draws the rows from the upper edge.
    func draw(into drawing: inout Markup) {
        for (index, row) in rows.enumerated() {
            var x = left
            let y = Double(index) * Self.rowHeight + 12
            for entry in row {
                Self.drawSwatch(entry, x, y - 4, into: &drawing)
                drawing.label(entry.name, x + Self.swatchWidth + 6, y, style: "key")
                x += Self.width(of: entry)
            }
        }
    }

    private static func drawSwatch(
        _ entry: Entry,
        _ x: Double,
        _ middle: Double,
        into drawing: inout Markup
    ) {
        var path = PathText()
        if let commands = entry.commands {
            path.shape(commands, x + swatchWidth / 2, middle)
            return drawing.draw(path, entry.style)
        }
        path.move(x, middle)
        path.horizontal(x + swatchWidth)
        drawing.draw(path, "swatch \(entry.style)")
    }

    private static func width(of entry: Entry) -> Double {
        swatchWidth + 6 + Double(entry.name.count) * characterWidth + 18
    }
}
