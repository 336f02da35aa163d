/// A form in which a report is written.
enum OutputFormat: String, CaseIterable, Hashable, Sendable {
    /// For people.
    case table
    /// For programs: one document.
    case json
    /// A page with plots that needs nothing else.
    case html

    /// The format of a file, by how its name ends; nil for another ending.
    init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[dot...] {
        case ".txt": self = .table
        case ".json": self = .json
        case ".html": self = .html
        default: return nil
        }
    }

    /// The report in this form.
    func text(_ report: LoadReport) -> [UInt8] {
        switch self {
        case .table: Array(LoadTable.text(report).utf8)
        case .json: LoadDocument.text(report)
        case .html: HTMLPage.text(report)
        }
    }
}
