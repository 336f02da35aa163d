import Protocol
import XCTest

@testable import LaneWorker

final class ArgumentTemplateTests: XCTestCase {
    func testOnlyWholeElementsAreReplaced() throws {
        let bench = try WorkerBench()
        let folders = LaneFolders(root: "/lane")
        let order = try bench.order(
            argv: [
                "run", "{{objective}}", "{{objective_file}}", "{{workspace}}", "{{mission_id}}",
                "{{run_id}}", "{{session_id}}", "{{vp_id}}", "{{result_file}}", "x{{run_id}}",
                "{{unknown}}",
            ],
            objective: "do {{run_id}}"
        )

        let arguments = ArgumentTemplate.arguments(
            for: order,
            on: try WorkerBench.lane,
            in: folders
        )

        XCTAssertEqual(
            arguments,
            [
                "run", "do {{run_id}}", "/lane/runs/m1.1/objective", "/lane/workspace", "m1",
                "m1.1", "session-1", "vp.test", "/lane/runs/m1.1/result.json", "x{{run_id}}",
                "{{unknown}}",
            ]
        )
    }

    func testWorkspaceOfAShadowCopyIsItsOwn() throws {
        let bench = try WorkerBench()
        let order = try bench.order(argv: ["run", "{{workspace}}"]) {
            $0.envelope.shadowOf = MissionID("m0")
        }

        let arguments = ArgumentTemplate.arguments(
            for: order,
            on: try WorkerBench.lane,
            in: LaneFolders(root: "/lane")
        )

        XCTAssertEqual(arguments, ["run", "/lane/shadow/m1.1"])
    }
}
