/// A table of text on the page.
struct PageTable {
    /// How a column is set.
    enum Column {
        case text(String)
        /// Aligned on the right.
        case number(String)
    }

    /// One cell.
    struct Cell {
        let text: String
        /// Its class besides that of the column; nil for none.
        var style: String?

        init(_ text: String, _ style: String? = nil) {
            self.text = text
            self.style = style
        }
    }

    let columns: [Column]

    /// Writes the table.
    ///
    /// - Parameters:
    ///   - rows: Each with as many cells as there are columns.
    ///   - page: Where to.
    func write(_ rows: [[Cell]], into page: inout Markup) {
        page.element(.div, ["class": "wide"]) { page in
            page.element(.table) { page in
                page.element(.thead) { page in
                    page.element(.tr) { writeHead(into: &$0) }
                }
                page.element(.tbody) { page in
                    for row in rows {
                        page.element(.tr) { writeRow(row, into: &$0) }
                        page.newline()
                    }
                }
            }
        }
        page.newline()
    }

    private func writeHead(into page: inout Markup) {
        for column in columns {
            switch column {
            case .text(let name): page.element(.th, ["scope": "col"], text: name)
            case .number(let name):
                page.element(.th, ["scope": "col", "class": "number"], text: name)
            }
        }
    }

    private func writeRow(_ row: [Cell], into page: inout Markup) {
        for (column, cell) in zip(columns, row) {
            let style: String
            switch column {
            case .text: style = cell.style ?? ""
            case .number: style = ["number", cell.style].compactMap(\.self).joined(separator: " ")
            }
            if style.isEmpty {
                page.element(.td, text: cell.text)
            } else {
                page.element(.td, ["class": style], text: cell.text)
            }
        }
    }
}
