/// Rows under a head, in aligned columns; what kubectl and docker show.
///
/// A cell is never broken over lines. On a terminal that is too narrow the last column is cut; in a
/// pipe nothing is.
struct Table {
    /// One column's head and how its cells are aligned.
    struct Column {
        /// In capitals.
        let title: String
        /// True for numbers.
        let isRight: Bool

        init(_ title: String, isRight: Bool = false) {
            self.title = title
            self.isRight = isRight
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row.
    ///
    /// - Parameter cells: One a column. An empty one is shown as `-`, so that `awk` can count.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map { $0.isEmpty ? "-" : SafeText.line($0) })
    }

    /// The table as lines.
    ///
    /// - Parameters:
    ///   - columnCount: The terminal's width; nil in a pipe.
    ///   - style: Colours for words that mean something.
    /// - Returns: The head and one line a row, each ending with a line feed.
    func text(columnCount: Int?, style: Style = .plain) -> String {
        let head = columns.map(\.title)
        let widths = columns.indices.map { index in
            ([head] + rows).map { SafeText.width($0[index]) }.max() ?? 0
        }
        let lines =
            [line(head, widths, columnCount, .plain)]
            + rows.map { line($0, widths, columnCount, style) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(
        _ cells: [String],
        _ widths: [Int],
        _ columnCount: Int?,
        _ style: Style
    ) -> String {
        var text = ""
        var used = 0
        for (index, cell) in cells.enumerated() {
            let isLast = index == cells.count - 1
            var shown = cell
            if isLast, let columnCount {
                shown = SafeText.cut(cell, to: max(columnCount - used, 8))
            }
            let gap = String(repeating: " ", count: max(widths[index] - SafeText.width(shown), 0))
            let painted = style.paint(shown)
            if columns[index].isRight {
                text += gap + painted
            } else {
                text += isLast ? painted : painted + gap
            }
            if !isLast { text += "  " }
            used += widths[index] + 2
        }
        return text
    }
}
