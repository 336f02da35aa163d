import Foundation
import Protocol
import XCTest

@testable import LoadHarness

final class HTMLPageTests: XCTestCase {
    private var empty: LoadReport {
        LoadReport(
            scenario: Scenario(),
            seed: 0,
            machine: "",
            version: "",
            evidence: Evidence(),
            results: [],
            figures: LoadFigures.all(Evidence(), Scenario())
        )
    }

    private func check(_ report: LoadReport, _ message: String) -> PageReader {
        let page = HTMLPage.text(report)
        let reader = PageReader(page)
        XCTAssertEqual(reader.problems.prefix(5), [], message)
        XCTAssertLessThan(page.count, HTMLPage.byteCountMax, message)
        return reader
    }

    func testAPageIsWellFormedWhateverTheLoadWas() {
        let single = SampleLoad(missionCount: 1, sampleCount: 1, laneCount: 1, faultCount: 1)
        let reports = [
            "empty": empty, "nothing": Made.report(), "one": single.report,
            "ordinary": SampleLoad().report, "broken": SampleLoad().broken(findingCount: 30),
            "no pools": SampleLoad(poolCount: 0).report,
            "many pools": SampleLoad(laneCount: 64, poolCount: 9).report,
        ]
        for (name, report) in reports {
            let reader = check(report, name)
            XCTAssertEqual(reader.names.first, "html", name)
            XCTAssertGreaterThan(reader.names.count { $0 == "svg" }, 7, name)
        }
    }

    func testTheLargestLoadHasAPageOfBoundedSize() {
        var load = SampleLoad(
            missionCount: 100_000,
            sampleCount: 20_000,
            laneCount: 256,
            poolCount: 40,
            faultCount: 5000,
            seconds: 4000
        )
        load.text = String(repeating: "<a&\"'> ", count: 30)

        let reader = check(load.broken(findingCount: 50_000), "largest")

        XCTAssertTrue(reader.text.contains("50,001 findings"))
        for path in reader.attributes["path.d"] ?? [] {
            XCTAssertLessThan(path.utf8.count, 200_000)
        }
    }

    func testNothingIsFetchedAndNothingRuns() {
        let reader = check(SampleLoad().report, "ordinary")

        for name in ["script", "link", "img", "iframe", "object", "embed", "a", "form", "base"] {
            XCTAssertFalse(reader.names.contains(name), name)
        }
        for attribute in reader.attributes.keys {
            let name = attribute.split(separator: ".").last ?? ""
            XCTAssertFalse(name.hasPrefix("on"), attribute)
            XCTAssertFalse(["href", "src", "style", "srcset"].contains(String(name)), attribute)
        }
        let policy = reader.attributes["meta.content"]?.first { $0.contains("default-src") }
        XCTAssertEqual(
            policy,
            "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;"
                + " base-uri &#39;none&#39;; form-action &#39;none&#39;"
        )
    }

    func testTextOfOthersIsNeverMarkup() {
        var load = SampleLoad(missionCount: 200)
        load.text = "</td><script>alert(1)</script><style>*{display:none}</style>\u{0}\u{202E}"
        var report = load.broken(findingCount: 3)
        report.scenario.name = load.text
        report.machine = load.text
        report.version = load.text
        report.evidence.gaps = [load.text]
        report.evidence.refusals = [
            Refusal(reason: .diskLow, message: load.text, count: 1)
        ]
        report.evidence.quotas.pools = [
            Quotas.Pool(name: load.text, slotCount: 1, reservedSlotCount: 0)
        ]

        let reader = check(report, "hostile")

        XCTAssertFalse(reader.names.contains("script"))
        XCTAssertEqual(reader.names.count { $0 == "style" }, 1)
        XCTAssertTrue(reader.text.contains("&lt;script&gt;alert(1)"))
    }

    func testEveryDrawingSaysWhatItShows() {
        let reader = check(SampleLoad().broken(findingCount: 2), "broken")

        let drawings = reader.names.count { $0 == "svg" }
        XCTAssertEqual(drawings, 12)
        XCTAssertEqual(reader.attributes["svg.role"], Array(repeating: "img", count: drawings))
        let ids = (reader.attributes["title.id"] ?? []) + (reader.attributes["desc.id"] ?? [])
        XCTAssertEqual(ids.count, 2 * drawings)
        XCTAssertEqual(Set(ids).count, ids.count)
        for label in reader.attributes["svg.aria-labelledby"] ?? [] {
            for id in label.split(separator: " ") { XCTAssertTrue(ids.contains(String(id)), label) }
        }
    }

    func testFindingsHaveTheirStoriesAndTheFirstTwentyOnly() {
        let reader = check(SampleLoad().broken(findingCount: 30), "broken")

        XCTAssertEqual(reader.attributes["div.class"]?.count { $0 == "story" }, 20)
        XCTAssertTrue(reader.text.contains("mission m-3: an ordinary text"))
        XCTAssertTrue(reader.text.contains("31 findings"))
    }

    func testEveryClassOfAShapeHasAStyle() {
        let reader = check(SampleLoad().broken(findingCount: 2), "broken")

        for element in ["path", "rect", "text"] {
            for classes in Set(reader.attributes["\(element).class"] ?? []) {
                for name in classes.split(separator: " ") {
                    let isStyled =
                        PageStyle.text.contains(".\(name){") || PageStyle.text.contains(".\(name),")
                        || PageStyle.text.contains(".\(name).")
                    XCTAssertTrue(isStyled || name == "cells", String(name))
                }
            }
        }
    }

    /// Writes pages to look at into the folder that `LANEKEEPER_LOAD_PAGES` names.
    func testPagesToLookAt() throws {
        guard let folder = ProcessInfo.processInfo.environment["LANEKEEPER_LOAD_PAGES"] else {
            throw XCTSkip("LANEKEEPER_LOAD_PAGES names no folder")
        }
        let pages = [
            "passed": SampleLoad().report, "failed": SampleLoad().broken(findingCount: 23),
            "large": SampleLoad(
                missionCount: 20_000,
                sampleCount: 3000,
                laneCount: 64,
                poolCount: 4,
                faultCount: 1000,
                seconds: 600
            ).report,
            "empty": empty, "no-pools": SampleLoad(poolCount: 0, faultCount: 0).report,
        ]
        for (name, report) in pages {
            let url = URL(fileURLWithPath: folder).appendingPathComponent("\(name).html")
            try Data(HTMLPage.text(report)).write(to: url)
            let table = URL(fileURLWithPath: folder).appendingPathComponent("\(name).txt")
            try Data((LoadTable.text(report) + EvidenceRow.head + EvidenceRow.text(report)).utf8)
                .write(to: table)
        }
    }
}
