import Harness

/// The table that people read, as Markdown.
enum ReportTable {
    private static let heads = [
        "measure", "median", "min–max of runs", "bare limit", "ratio", "target", "", "samples",
    ]

    /// Writes the table, its columns aligned.
    static func text(_ summaries: [Summary]) -> String {
        let rows = [heads] + summaries.map(row)
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { line($0, widths) }
        lines.insert(rule(widths), at: 1)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ summary: Summary) -> [String] {
        let limit = summary.limit.map {
            "\(summary.limitName): \(Decimals.text($0)) \(summary.unit)"
        }
        return [
            summary.name,
            "\(Decimals.text(summary.value)) \(summary.unit)",
            "\(Decimals.text(summary.least))–\(Decimals.text(summary.most))",
            limit ?? "",
            summary.ratio.map { "\(Decimals.text($0)) ×" } ?? "",
            summary.target?.text(unit: summary.unit) ?? "",
            summary.isMet.map { $0 ? "pass" : "MISS" } ?? "",
            "\(summary.runCount) × \(summary.sampleCount)",
        ]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: width - cell.count)
        }
        return "| " + padded.joined(separator: " | ") + " |"
    }

    private static func rule(_ widths: [Int]) -> String {
        "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    }
}
