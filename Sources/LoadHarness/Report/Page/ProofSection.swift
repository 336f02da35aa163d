/// What was checked, what was found, and what is not proved.
enum ProofSection {
    /// Findings with the story of their object.
    static let storyCountMax = 20
    /// Findings in all; of others only the number.
    static let findingCountMax = 200
    private static let gapCountMax = 100
    /// No story is begun when the page is so large already.
    private static let byteCountBeforeLastStory = 400_000
    private static let textCharacterCountMax = 240

    static func write(_ report: LoadReport, into page: inout Markup) {
        page.element(.section) { page in
            page.element(.h2, text: "Invariants")
            writeInvariants(report, into: &page)
            writeFindings(report, into: &page)
            writeGaps(report.gaps, into: &page)
        }
    }

    private static func writeInvariants(_ report: LoadReport, into page: inout Markup) {
        let table = PageTable(
            columns: [.text("Invariant"), .number("Compared"), .number("Findings"), .text("State")]
        )
        table.write(
            report.results.map { invariant, result in
                [
                    PageTable.Cell(invariant.rawValue),
                    PageTable.Cell(NumberText.count(result.examinedCount)),
                    PageTable.Cell(NumberText.count(result.findings.count)),
                    state(of: result),
                ]
            },
            into: &page
        )
    }

    private static func state(of result: CheckResult) -> PageTable.Cell {
        if !result.findings.isEmpty { return PageTable.Cell("broken", "bad") }
        if result.examinedCount == 0 {
            return result.gaps.isEmpty
                ? PageTable.Cell("saw nothing", "bad") : PageTable.Cell("not proved", "muted")
        }
        return PageTable.Cell(result.gaps.isEmpty ? "holds" : "holds as far as seen", "good")
    }

    private static func writeFindings(_ report: LoadReport, into page: inout Markup) {
        let findings = report.findings
        guard !findings.isEmpty else { return }
        page.element(.h3, text: NumberText.counted(findings.count, "finding"))
        let shown = findings.prefix(findingCountMax)
        let told = shown.prefix(storyCountMax)
        let stories = MissionStory.stories(of: told.map(\.object), report.evidence)
        let frame = TimeFrame(report.evidence)
        page.element(.div, ["class": "wide"]) { page in
            page.element(.table) { page in
                page.element(.thead) { page in
                    page.element(.tr) { page in
                        for name in ["Invariant", "Object", "Seen"] {
                            page.element(.th, ["scope": "col"], text: name)
                        }
                    }
                }
                page.element(.tbody) { page in
                    for (index, finding) in shown.enumerated() {
                        writeRow(finding, into: &page)
                        guard index < stories.count,
                            page.bytes.count < byteCountBeforeLastStory
                        else { continue }
                        writeStory(stories[index], frame, into: &page)
                    }
                }
            }
        }
        let restCount = findings.count - shown.count
        if restCount > 0 { page.element(.p, text: "… and \(NumberText.count(restCount)) more.") }
    }

    private static func writeRow(_ finding: Finding, into page: inout Markup) {
        page.element(.tr) { page in
            page.element(.td, ["class": "bad"], text: finding.invariant.rawValue)
            page.element(.td) { page in
                page.element(.code, text: PlainText.fitted(finding.object, 80))
            }
            page.element(.td, text: PlainText.fitted(finding.message, textCharacterCountMax))
        }
        page.newline()
    }

    private static func writeStory(
        _ story: MissionStory,
        _ frame: TimeFrame,
        into page: inout Markup
    ) {
        guard !story.lines.isEmpty else { return }
        page.element(.tr) { page in
            page.element(.td, ["colspan": "3"]) { page in
                page.element(.div, ["class": "story"]) { page in
                    page.element(.table) { page in
                        page.element(.tbody) { page in
                            for (index, line) in story.lines.enumerated() {
                                write(line, frame, into: &page)
                                guard index + 1 == story.omittedAfter else { continue }
                                writeOmission(story.omittedCount, into: &page)
                            }
                        }
                    }
                }
            }
        }
        page.newline()
    }

    private static func write(
        _ line: MissionStory.Line,
        _ frame: TimeFrame,
        into page: inout Markup
    ) {
        page.element(.tr) { page in
            let time = NumberText.milliseconds(frame.seconds(line.at))
            page.element(.td, ["class": "number"], text: time)
            page.element(.td, ["class": "muted"], text: line.source)
            page.element(.td, text: PlainText.fitted(line.text, textCharacterCountMax))
        }
        page.newline()
    }

    private static func writeOmission(_ count: Int, into page: inout Markup) {
        page.element(.tr) { page in
            page.element(.td, ["colspan": "3"], text: "… \(NumberText.counted(count, "line")) …")
        }
    }

    private static func writeGaps(_ gaps: [String], into page: inout Markup) {
        guard !gaps.isEmpty else { return }
        page.element(.h3, text: "Not proved")
        page.element(.ul) { page in
            for gap in gaps.prefix(gapCountMax) {
                page.element(.li, text: PlainText.fitted(gap, textCharacterCountMax))
            }
            let restCount = gaps.count - gapCountMax
            if restCount > 0 {
                page.element(.li, text: "… and \(NumberText.count(restCount)) more")
            }
        }
    }
}
