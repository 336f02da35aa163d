import Protocol
import XCTest

@testable import LoadHarness

final class LoadTableTests: XCTestCase {
    private func lines(_ report: LoadReport) -> [String] {
        LoadTable.text(report).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    func testTheHeadSaysWhatToRepeatAndWhere() {
        var scenario = Scenario()
        scenario.name = "smoke"

        let lines = lines(Made.report(Made.evidence, scenario))

        XCTAssertEqual(
            lines[0],
            "laneload smoke, seed 7, lanekeeper 1.2.3: 10 s of arrivals, 2 s to settle"
        )
        XCTAssertEqual(lines[1], "on 2 × a processor, Linux 6.1")
    }

    func testTheLastLineIsTheVerdict() {
        let text = LoadTable.text(SampleLoad().report)

        XCTAssertTrue(text.hasSuffix("0 lost, 0 duplicated, 0 orphaned\n"), text)
    }

    func testEveryInvariantHasItsLine() {
        var report = Made.report()
        report.results[1].result.examinedCount = 12_345
        report.results[2].result = CheckResult(examinedCount: 0)
        report.results[5].result = CheckResult(examinedCount: 0, gaps: ["nothing was bounded"])
        report.results[6].result.gaps = ["one source is silent"]

        let lines = lines(report)
        let states = Invariant.allCases.map { invariant in
            lines.first { $0.hasPrefix(invariant.rawValue) }?
                .dropFirst(invariant.rawValue.count)
                .split(separator: " ").joined(separator: " ")
        }

        XCTAssertEqual(
            states,
            [
                "1 0 holds", "12,345 0 holds", "0 0 SAW NOTHING", "1 0 holds", "1 0 holds",
                "0 0 not proved", "1 0 holds as far as seen",
            ]
        )
        XCTAssertTrue(lines.contains("not proved: nothing was bounded"))
    }

    func testOnlyTheFirstTwentyFindingsAreShownAndTheOthersCounted() {
        let lines = lines(SampleLoad(missionCount: 50).broken(findingCount: 1234))

        XCTAssertEqual(lines.count { $0.hasPrefix("lost: m-") }, 20)
        XCTAssertTrue(lines.contains("… and 1,215 more"))
        XCTAssertTrue(lines.contains { $0.hasPrefix("lost") && $0.hasSuffix("BROKEN") })
    }

    func testAFigureShowsItsBoundAndWhetherItIsKept() throws {
        var report = Made.report()
        report.figures = [
            LoadFigure(
                name: "interactive wait, p99",
                key: "a",
                unit: "ms",
                value: 312.4,
                sampleCount: 57,
                bound: "≤ 250 ms",
                isMet: false,
                note: "few samples"
            )
        ]

        let line = try XCTUnwrap(lines(report).first { $0.hasPrefix("interactive wait") })

        XCTAssertEqual(
            line.split(separator: " ").joined(separator: " "),
            "interactive wait, p99 312 ms 57 ≤ 250 ms MISSED, few samples"
        )
    }

    func testFaultsAreATableOfTheirOwn() {
        var evidence = Made.evidence
        evidence.faults = [
            Made.fault(.killWorker, "vp.load.1", at: 1, isBusy: true),
            Made.fault(.killWorker, "vp.load.1", at: 2),
            Made.fault(.fillDisk, "supervisor", at: 4, obstacle: "no tmpfs"),
        ]

        let lines = lines(Made.report(evidence)).map { line in
            line.split(separator: " ").joined(separator: " ")
        }

        XCTAssertTrue(lines.contains("fault done a run in flight not possible"))
        XCTAssertTrue(lines.contains("kill worker 2 1 0"))
        XCTAssertTrue(lines.contains("fill disk 0 0 1"))
        XCTAssertFalse(lines.contains { $0.hasPrefix("kill worker, done") })
    }

    func testNoLineIsLongerThanATerminal() {
        var load = SampleLoad(missionCount: 100, laneCount: 8, poolCount: 8)
        load.text = String(repeating: "long and longer ", count: 40) + "\u{1B}[2J"
        var report = load.broken(findingCount: 40)
        report.machine = load.text
        report.scenario.name = load.text

        let text = LoadTable.text(report)

        XCTAssertEqual(text.split(separator: "\n").filter { $0.count > 100 }, [])
        XCTAssertFalse(text.contains("\u{1B}"))
    }

    func testAnEmptyLoadHasAReport() {
        let report = LoadReport(
            scenario: Scenario(),
            seed: 0,
            machine: "",
            version: "",
            evidence: Evidence(),
            results: [],
            figures: []
        )

        XCTAssertTrue(LoadTable.text(report).hasSuffix("0 orphaned\n"))
    }
}
