import Protocol

/// The report as one file for a browser, which needs nothing else: no script, no font, no network.
///
/// Its size is bounded, however long the load was: every list has a greatest length, and every line of
/// a plot a greatest number of points.
enum HTMLPage {
    /// The page is never larger, in bytes.
    static let byteCountMax = 2 << 20

    /// Forbids a browser to fetch or run anything; only the page's own style sheet is applied.
    private static let policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

    /// Writes the page, in UTF-8.
    static func text(_ report: LoadReport) -> [UInt8] {
        var page = Markup()
        page.element(.html, ["lang": "en"]) { page in
            head(report, into: &page)
            page.element(.body) { page in
                page.element(.header) { PageSummary.write(report, into: &$0) }
                page.element(.main) { page in
                    ProofSection.write(report, into: &page)
                    BoundSection.write(report, into: &page)
                    DistributionSection.write(report.evidence, into: &page)
                    TimeSection.write(report.evidence, into: &page)
                    FigureSection.write(report, into: &page)
                }
                page.element(.footer) { footer(report, into: &$0) }
            }
        }
        page.newline()
        return Array("<!DOCTYPE html>\n".utf8) + page.bytes
    }

    private static func head(_ report: LoadReport, into page: inout Markup) {
        page.element(.head) { page in
            page.empty(.meta, ["charset": "utf-8"])
            page.empty(.meta, ["http-equiv": "Content-Security-Policy", "content": policy])
            page.empty(
                .meta,
                ["name": "viewport", "content": "width=device-width, initial-scale=1"]
            )
            page.empty(.meta, ["name": "referrer", "content": "no-referrer"])
            page.element(
                .title,
                text: "Load \(report.scenario.name): \(LoadVerdict.sentence(report))"
            )
            page.element(.style, text: PageStyle.text)
        }
        page.newline()
    }

    private static func footer(_ report: LoadReport, into page: inout Markup) {
        page.element(
            .p,
            text: "Written by laneload from what the client was told, the ledger's file, the event"
                + " stream, what the runs wrote themselves and the process table. Times are those of"
                + " the machine's wall clock, from \(report.evidence.beganAt) on."
        )
    }
}
