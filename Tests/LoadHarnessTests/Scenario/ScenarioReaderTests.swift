import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import LoadHarness

final class ScenarioReaderTests: XCTestCase {
    func testWhatIsNotSaidIsTheDefault() throws {
        let scenario = try read("{summary: 'x'}")

        var expected = Scenario()
        expected.name = "test"
        expected.summary = "x"
        XCTAssertEqual(scenario, expected)
    }

    func testEveryMemberIsRead() throws {
        let scenario = try read(
            """
            {
                summary: "it", // with a comment
                duration_seconds: 7, settle_seconds: 8, missions_max: 9,
                lanes: 3, slots: 5, reserved_slots: 2,
                pools: 2, pool_slots: 6, pool_reserved_slots: 1,
                arrival: { kind: "burst", count: 10, every_ms: 500 },
                classes: { interactive: 4, deadline: 5, background: 6, deadline_after_ms: [70, 80] },
                work: {
                    run_ms: [1, 2], escaping_percent: 3, stubborn_percent: 4, flooding_percent: 5,
                    failing_percent: 6, throttled_percent: 7, continuing_percent: 8,
                    pinned_percent: 9,
                },
                faults: [
                    { kind: "kill_worker", every_ms: 300 },
                    { kind: "stop_worker", every_ms: 400, count_max: 2, lasts_ms: 50 },
                ],
                preload: { finished: 11, queued: 12 },
                bounds: {
                    interactive_wait_p99_ms: 1, background_wait_max_ms: 2, late_percent_max: 2.5,
                    recovery_p99_ms: 3, ready_max_ms: 4, throughput_min_per_second: 5,
                    memory_growth_percent_max: 6, descriptor_growth_max: 7,
                },
                configuration: { classes: { min_share_every: 20 } },
            }
            """
        )

        var expected = Scenario()
        expected.name = "test"
        expected.summary = "it"
        expected.duration = .seconds(7)
        expected.settleTime = .seconds(8)
        expected.missionCountMax = 9
        expected.laneCount = 3
        expected.slotCount = 5
        expected.reservedSlotCount = 2
        expected.poolCount = 2
        expected.poolSlotCount = 6
        expected.poolReservedSlotCount = 1
        expected.arrival = .burst(count: 10, every: .milliseconds(500))
        expected.classes = ClassMix(
            interactiveWeight: 4,
            deadlineWeight: 5,
            backgroundWeight: 6,
            deadlineAfter: .milliseconds(70) ... .milliseconds(80)
        )
        expected.work = WorkMix(
            runTime: .milliseconds(1) ... .milliseconds(2),
            escapingPercent: 3,
            stubbornPercent: 4,
            floodingPercent: 5,
            failingPercent: 6,
            throttledPercent: 7,
            continuingPercent: 8,
            pinnedPercent: 9
        )
        expected.faults = [
            FaultRule(kind: .killWorker, every: .milliseconds(300)),
            FaultRule(
                kind: .stopWorker,
                every: .milliseconds(400),
                countMax: 2,
                lastsFor: .milliseconds(50)
            ),
        ]
        expected.preload = Preload(finishedCount: 11, queuedCount: 12)
        expected.bounds = Bounds(
            interactiveWaitP99: .milliseconds(1),
            backgroundWaitMax: .milliseconds(2),
            latePercentMax: 2.5,
            recoveryP99: .milliseconds(3),
            readyMax: .milliseconds(4),
            throughputMin: 5,
            memoryGrowthPercentMax: 6,
            descriptorGrowthMax: 7
        )
        expected.configuration = .object([
            "classes": .object(["min_share_every": .integer(20)])
        ])
        XCTAssertEqual(scenario, expected)
    }

    func testArrivalsOfEachKind() throws {
        let pairs: [(String, Arrival)] = [
            ("{kind: 'poisson', per_second: 2.5}", .poisson(perSecond: 2.5, load: 0)),
            ("{kind: 'poisson', load: 1}", .poisson(perSecond: nil, load: 1)),
            ("{kind: 'burst', count: 2, every_ms: 3}", .burst(count: 2, every: .milliseconds(3))),
            ("{kind: 'closed', open: 4}", .closed(openCount: 4)),
        ]
        for (text, arrival) in pairs {
            XCTAssertEqual(try read("{summary: 'x', arrival: \(text)}").arrival, arrival)
        }
    }

    // MARK: Problems

    func testBrokenTextSaysWhere() {
        XCTAssertEqual(problems("{summary: 'x'"), ["line 1, column 1: '{' is not closed"])
        XCTAssertEqual(problems("[]"), ["an empty list is not an object (an object)"])
    }

    func testUnknownMembersGetTheNearestName() {
        XCTAssertEqual(
            problems(
                """
                {
                    summary: 'x', lane: 4, work: {run_msec: [1, 2]}, bounds: {ready_ms: 1},
                    arrival: {kind: 'closed', opened: 2},
                    faults: [{kind: 'kill_worker', every: 3}],
                }
                """
            ),
            [
                "arrival.opened: unknown key (did you mean \"open\"?)",
                "bounds.ready_ms: unknown key (did you mean \"ready_max_ms\"?)",
                "faults[0].every: unknown key (did you mean \"every_ms\"?)",
                "lane: unknown key (did you mean \"lanes\"?)",
                "work.run_msec: unknown key (did you mean \"run_ms\"?)",
            ]
        )
    }

    func testEveryValueOutOfRangeIsSaidAtOnce() {
        XCTAssertEqual(
            problems(
                """
                {
                    summary: '', duration_seconds: 0, lanes: 65, slots: '4',
                    work: {run_ms: [5, 4], pinned_percent: 101},
                    classes: {deadline_after_ms: [0, 4]}, preload: {finished: 2000001},
                    arrival: {kind: 'poisson', load: 'high'}, bounds: {late_percent_max: 101},
                    faults: [{kind: 'explode', every_ms: 1}], configuration: 3,
                }
                """
            ),
            [
                "arrival.load: \"high\" is not a number (a number from 0.01 to 100.0)",
                "bounds.late_percent_max: 101 is out of range (a number from 0.0 to 100.0)",
                "classes.deadline_after_ms: [0, 4] is out of range ([shortest, longest], each an"
                    + " integer from 1 to 86400000)",
                "configuration: 3 is not an object (members of the supervisor's configuration, and"
                    + " `pool` for each pool)",
                "duration_seconds: 0 is below 1 (an integer from 1 to 86400)",
                "faults[0].kind: \"explode\" is not known (one of \(kinds))",
                "lanes: 65 is above 64 (an integer from 1 to 64)",
                "preload.finished: 2000001 is above 2000000 (an integer from 0 to 2000000)",
                "slots: \"4\" is not an integer (an integer from 1 to 64)",
                "summary: \"\" is empty (a sentence of 1 to 200 bytes)",
                "work.pinned_percent: 101 is above 100 (an integer from 0 to 100)",
                "work.run_ms: 5 is above 4 ([shortest, longest], each an integer from 0 to 3600000)",
            ]
        )
    }

    func testAPairMustBeOne() {
        for text in ["3", "[1]", "[1, 2, 3]", "[1, 'b']", "[0.5, 1]"] {
            let lines = problems("{summary: 'x', work: {run_ms: \(text)}}")
            XCTAssertEqual(lines.count, 1, text)
            XCTAssertTrue(lines.first?.contains("is not a pair") == true, "\(lines)")
        }
    }

    func testArrivalsThatDoNotFitAreRefused() {
        let pairs = [
            (
                "{open: 3}",
                ["arrival.kind: missing (one of poisson, burst, closed)"]
            ),
            (
                "{kind: 'closed', open: 3, count: 4, load: 1}",
                [
                    "arrival.load: means nothing to the kind closed (leave it out, or the kind"
                        + " poisson)",
                    "arrival.count: means nothing to the kind closed (leave it out, or the kind"
                        + " burst)",
                ]
            ),
            ("{kind: 'closed'}", ["arrival.open: missing (how many are open at any time)"]),
            ("{kind: 'poisson'}", ["arrival.load: missing (load or per_second)"]),
            (
                "{kind: 'poisson', load: 1, per_second: 2}",
                ["arrival.load: stands beside per_second (one of them)"]
            ),
            (
                "{kind: 'burst'}",
                [
                    "arrival.count: missing (how many come at once)",
                    "arrival.every_ms: missing (the time between two bursts)",
                ]
            ),
        ]
        for (text, expected) in pairs {
            XCTAssertEqual(problems("{summary: 'x', arrival: \(text)}"), expected)
        }
    }

    func testFaultsThatDoNotFitAreRefused() {
        XCTAssertEqual(
            problems("{summary: 'x', faults: [{}, {kind: 'kill_run', every_ms: 1, lasts_ms: 1}]}"),
            [
                "faults[0].kind: missing (one of \(kinds))",
                "faults[0].every_ms: missing (the time between two of them)",
                "faults[1].lasts_ms: kill_run does not last (leave it out)",
            ]
        )
        let many = Array(repeating: "{kind: 'kill_run', every_ms: 9}", count: 65)
        XCTAssertEqual(
            problems("{summary: 'x', faults: [\(many.joined(separator: ", "))]}"),
            ["faults: 65 items are above 64 (at most 64 objects, each with kind and every_ms)"]
        )
    }

    private var kinds: String { FaultKind.allCases.map(\.rawValue).joined(separator: ", ") }

    private func read(_ text: String) throws -> Scenario {
        try ScenarioReader.read(Array(text.utf8), name: "test").get()
    }

    private func problems(_ text: String) -> [String] {
        switch ScenarioReader.read(Array(text.utf8), name: "test") {
        case .success: []
        case .failure(let problems): problems.lines
        }
    }
}
