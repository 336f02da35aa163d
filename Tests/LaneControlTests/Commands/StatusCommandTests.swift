import Protocol
import XCTest

@testable import LaneControl

final class StatusCommandTests: LaneControlTestCase {
    private let page = """
        lanekeeper     0.1.0, ready, pid 812, epoch 3, up 3h12m
        missions       2 queued, 1 running, 0 blocked; of the last day: 10 completed, 1 failed, \
        0 cancelled, 0 timed_out
        configuration  built-in
        ledger         /var/lib/lanekeeper/ledger.sqlite
        disk           20480 MiB free
        memory         3072 MiB available, 2 % of the time something waits for it
        last event     400

        LANE              STATUS  ADMISSION  ROLLOUT  RUNS  QUEUED  READY  RESTARTS  ORPHANS  WHY
        vp.coder.primary  idle    open       on        0/2       3  3m12s         0        0  -

        """

    func testPageOfASoundSupervisor() throws {
        let (outcome, _, _) = try run(["status"]) { _ in [.reply(.status(Samples.status()))] }

        XCTAssertEqual(outcome, Outcome(status: 0, output: page, notes: ""))
    }

    func testEmergencyStopIsSaidFirst() throws {
        var status = Samples.status()
        status.estop = OperatorChange(
            actor: "uid:1000",
            reason: "runaway agents",
            at: WallTime(nanoseconds: Samples.now.nanoseconds - 90_000_000_000)
        )
        status.freeMiB = nil

        let answer = ControlReply.status(status)

        let (outcome, _, _) = try run(["status"]) { _ in [.reply(answer)] }

        XCTAssertTrue(
            outcome.output.hasPrefix(
                "all work       stopped 90s ago by uid:1000: runaway agents"
                    + " (lanectl supervisor thaw)\n"
            ),
            outcome.output
        )
        XCTAssertTrue(outcome.output.contains("disk           not measured yet\n"), outcome.output)
    }

    func testJSONIsWhatWasSent() throws {
        let sent = ControlReply.status(Samples.status())

        let (outcome, _, _) = try run(["status", "-o", "json"]) { _ in [.reply(sent)] }

        XCTAssertEqual(outcome.output, String(decoding: sent.encodedResult(), as: UTF8.self) + "\n")
    }

    func testFieldsOfANewerSupervisorArePassedOn() throws {
        let sent = String(
            decoding: ControlReply.status(Samples.status()).encodedResult(),
            as: UTF8.self
        )
        let newer = #"{"zeal":[1],"# + sent.dropFirst()

        let (outcome, _, _) = try run(["status", "-o", "json"]) { _ in
            [.raw(#"{"id":2,"jsonrpc":"2.0","result":\#(newer)}"# + "\n")]
        }

        XCTAssertEqual(outcome.output, newer + "\n")
    }

    func testDegradedLaneIsAFailure() throws {
        let lane = Samples.lane("code-writer", .open, .degraded)

        let (outcome, _, _) = try run(["status"]) { _ in [.reply(.status(Samples.status([lane])))] }

        XCTAssertEqual(outcome.status, 1)
        XCTAssertTrue(outcome.output.contains("degraded(parked)"), outcome.output)
        XCTAssertTrue(outcome.output.contains("5 crashes in 60 s"), outcome.output)
    }
}
