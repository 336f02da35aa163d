import Protocol
import XCTest

@testable import LaneControl

final class PsCommandTests: LaneControlTestCase {
    func testTableOfWhatRuns() throws {
        let missions = [Samples.mission("m1", .running), Samples.mission("m2", .blocked)]

        let (outcome, requests, _) = try run(["ps", "--lane", "vp.coder.primary"]) { _ in
            [.reply(.missions(missions, nextCursor: nil))]
        }

        XCTAssertEqual(
            outcome.output,
            """
            MISSION  CLASS       LANE              TRY  PHASE      RUNNING  OBJECTIVE
            m1       background  vp.coder.primary    1  executing       3m  count the \u{FFFD}[31mlines
            m2       background  vp.coder.primary    1  blocked         3m  count the \u{FFFD}[31mlines

            """
        )
        var filter = MissionFilter()
        filter.statuses = [.running, .blocked]
        filter.vpID = Samples.lane
        filter.limit = 500
        XCTAssertEqual(requests, [.missionList(filter)])
    }

    func testNamesAreForXargs() throws {
        let missions = [Samples.mission("m1", .running), Samples.mission("m2", .running)]

        let (outcome, _, _) = try run(["ps", "-o", "name"]) { _ in
            [.reply(.missions(missions, nextCursor: nil))]
        }

        XCTAssertEqual(outcome, Outcome(status: 0, output: "m1\nm2\n", notes: ""))
    }
}
