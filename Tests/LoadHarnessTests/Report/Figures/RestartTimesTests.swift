import Protocol
import XCTest

@testable import LoadHarness

final class RestartTimesTests: XCTestCase {
    /// A mission that ran on lane 1 from 100 ms, crashed at 520, and ran again from 700.
    private func evidence(_ faults: [InjectedFault]) -> Evidence {
        var evidence = Made.evidence
        evidence.quotas = Made.quotas(laneCount: 2, slotCount: 2, poolCount: 1)
        evidence.missions = [Made.mission(1, created: 0, ended: 900)]
        evidence.attempts = [
            Made.attempt(1, 1, dispatched: 90, started: 100, ended: 520, .crashed),
            Made.attempt(1, 2, dispatched: 690, started: 700, ended: 900, .completed),
        ]
        evidence.faults = faults
        return evidence
    }

    private func times(_ faults: [InjectedFault]) -> RestartTimes {
        RestartTimes(LoadHistory(evidence(faults)))
    }

    private let kill = Made.fault(.killWorker, "vp.load.1", at: 500, isBusy: true)

    func testATimeIsFromTheKillToTheNextStartOfTheMission() {
        let times = times([kill])

        XCTAssertEqual(times.milliseconds, [200])
        XCTAssertEqual(times.disturbedCount, 0)
    }

    func testOnlyAKillThatStruckARunIsMeasured() {
        XCTAssertEqual(times([Made.fault(.killWorker, "vp.load.1", at: 500)]).milliseconds, [])
        XCTAssertEqual(
            times([Made.fault(.killWorker, "vp.load.2", at: 500, isBusy: true)]).milliseconds,
            []
        )
        XCTAssertEqual(
            times([Made.fault(.terminateWorker, "vp.load.1", at: 500, isBusy: true)]).milliseconds,
            []
        )
        XCTAssertEqual(
            times([Made.fault(.killWorker, "vp.load.1", at: 600, isBusy: true)]).milliseconds,
            []
        )
        XCTAssertEqual(
            times([
                Made.fault(.killWorker, "vp.load.1", at: 500, isBusy: true, obstacle: "gone")
            ]).milliseconds,
            []
        )
    }

    func testAnotherFaultThatTheMissionCouldFeelDisturbs() {
        let disturbing = [
            Made.fault(.killWorker, "vp.load.1", at: 600),
            Made.fault(.killSupervisor, "supervisor", at: 600),
            Made.fault(.stopSupervisor, "supervisor", at: 300, until: 510),
            Made.fault(.killBoth, "vp.load.2", at: 600),
            Made.fault(.throttlePool, "load.1", at: 100, until: 900),
            Made.fault(.drainLane, "vp.load.1", at: 550, until: 900),
            Made.fault(.killRun, "m-1.2", at: 699),
        ]

        for fault in disturbing {
            let times = times([kill, fault])
            XCTAssertEqual(times.milliseconds, [], "\(fault)")
            XCTAssertEqual(times.disturbedCount, 1, "\(fault)")
        }
    }

    func testAFaultElsewhereOrAtAnotherTimeDoesNotDisturb() {
        let harmless = [
            Made.fault(.killWorker, "vp.load.2", at: 600),
            Made.fault(.killSupervisor, "supervisor", at: 499),
            Made.fault(.killSupervisor, "supervisor", at: 700),
            Made.fault(.slowReader, "supervisor", at: 100, until: 900),
            Made.fault(.throttlePool, "load.2", at: 100, until: 900),
            Made.fault(.killRun, "m-2.1", at: 600),
            Made.fault(.killSupervisor, "supervisor", at: 600, obstacle: "not ours"),
        ]

        for fault in harmless {
            XCTAssertEqual(times([kill, fault]).milliseconds, [200], "\(fault)")
        }
    }

    func testTheStartOfASupervisorDisturbsUnlessTheKillEndedIt() {
        let both = Made.fault(.killBoth, "vp.load.1", at: 500, isBusy: true)
        let cases: [(InjectedFault, [Double])] = [(kill, []), (both, [200])]
        for (fault, expected) in cases {
            var evidence = evidence([fault])
            evidence.starts = [
                SupervisorStart(at: Made.at(-90), readyAt: Made.at(-10)),
                SupervisorStart(at: Made.at(505), readyAt: Made.at(560)),
            ]
            XCTAssertEqual(RestartTimes(LoadHistory(evidence)).milliseconds, expected)
        }
    }

    func testAStartThatDiedLongBeforeDoesNotDisturb() {
        var evidence = evidence([kill])
        evidence.starts = [SupervisorStart(at: Made.at(50), readyAt: nil)]
        XCTAssertEqual(RestartTimes(LoadHistory(evidence)).milliseconds, [200])

        evidence.starts = [SupervisorStart(at: Made.at(550), readyAt: nil)]
        XCTAssertEqual(RestartTimes(LoadHistory(evidence)).milliseconds, [])
    }

    func testAFaultThatBeganLongBeforeAndLastsDisturbs() {
        let lasting = Made.fault(.fillDisk, "the state folder", at: 10, until: 5000)
        let between = (0..<40).map { Made.fault(.killWorker, "vp.load.2", at: 100 + $0) }

        XCTAssertEqual(times([kill, lasting] + between).disturbedCount, 1)
    }

    func testAMissionThatNeverRanAgainHasNoTime() {
        var evidence = evidence([kill])
        evidence.attempts.removeLast()

        XCTAssertEqual(RestartTimes(LoadHistory(evidence)).milliseconds, [])
    }
}
