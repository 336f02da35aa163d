/// Rows of cells as lines of text, one below the other.
struct TextColumns {
    /// On which side the cells of a column touch.
    enum Side {
        case left
        case right
    }

    /// One for each column.
    let sides: [Side]
    /// A line is never longer; the first column gives way.
    let lineCharacterCountMax: Int
    private var rows: [[String]] = []

    private static let separator = "  "

    /// Creates columns without rows.
    init(_ sides: [Side], lineCharacterCountMax: Int) {
        self.sides = sides
        self.lineCharacterCountMax = lineCharacterCountMax
    }

    /// Adds a row.
    ///
    /// - Parameter cells: As many as there are columns.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(PlainText.harmless))
    }

    /// The lines, in order, without blanks at their ends.
    var lines: [String] {
        let widths = widths
        return rows.map { row in
            let cells = zip(row, zip(widths, sides)).map { cell, form in
                Self.padded(PlainText.fitted(cell, form.0), form.0, form.1)
            }
            return Self.trimmed(cells.joined(separator: Self.separator))
        }
    }

    /// What each column needs, the first one at most what the others leave of a line.
    private var widths: [Int] {
        var widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let total = widths.reduce(0, +) + Self.separator.count * (widths.count - 1)
        if total > lineCharacterCountMax, let first = widths.first {
            widths[0] = max(1, first - (total - lineCharacterCountMax))
        }
        return widths.map { max($0, 1) }
    }

    private static func padded(_ text: String, _ width: Int, _ side: Side) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        switch side {
        case .left: return text + blanks
        case .right: return blanks + text
        }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
