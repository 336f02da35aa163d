import Foundation
import IntegrationSupport
import Protocol
import System
import XCTest

/// Identity and isolation.
final class IsolationTests: XCTestCase {
    func testA01LanesShareNoSocketSessionWorkspaceEnvironmentOrGroup() throws {
        let instance = try TestInstance(in: self, TestConfiguration(lanes: ["vp.a", "vp.b"]))
        let client = try instance.client()
        var leaders: [ProcessEntry] = []
        var groups: [String] = []
        var environments: [[Substring: Substring]] = []
        for name in ["vp.a", "vp.b"] {
            let lane = try lane(name)
            let mission = script("printenv", "write note \(name)", "stall") { $0.vpID = lane }
            let (id, leader) = try start(mission, client)
            try Deadline.wait(until: "\(name) has printed") {
                Files.exists("\(instance.state)/lanes/\(name)/workspace/note")
            }
            leaders.append(try ProcessTable.entry(of: leader.pid))
            let group = try Files.readText("/proc/\(leader.pid)/cgroup", byteCountMax: 65_536)
            groups.append(
                group.split(separator: "\n").first { $0.hasPrefix("0::") }.map(String.init) ?? ""
            )
            environments.append(variables(in: try client.log(id)))
        }

        let (a, b) = (environments[0], environments[1])
        for key in [
            "LANE_ID", "LANE_SESSION_ID", "LANE_WORKSPACE", "HOME", "TMPDIR", "LANE_RUN_ID",
        ] {
            XCTAssertNotNil(a[Substring(key)], key)
            XCTAssertNotEqual(a[Substring(key)], b[Substring(key)], key)
        }
        XCTAssertNotEqual(leaders[0].session, leaders[1].session)
        XCTAssertNotEqual(leaders[0].group, leaders[1].group)
        let notes = ["vp.a", "vp.b"].map { "\(instance.state)/lanes/\($0)/workspace" }
        XCTAssertEqual(try Files.readText("\(notes[0])/note", byteCountMax: 100), "vp.a\n")
        XCTAssertEqual(try Files.readText("\(notes[1])/note", byteCountMax: 100), "vp.b\n")
        for name in ["vp.a", "vp.b"] {
            XCTAssertTrue(Files.exists("\(instance.runtime)/lanes/\(name).sock"))
            let mode = try Files.information("\(instance.state)/lanes/\(name)")?.mode ?? 0
            XCTAssertEqual(mode & 0o777, 0o700)
        }
        if instance.group == nil {
            notProved("control groups are disjoint: none can be made here")
        } else {
            XCTAssertNotEqual(groups[0], groups[1])
            XCTAssertTrue(groups[0].contains("/vp.a/"), groups[0])
        }
        notProved("lanes of two uids: a lane has no uid of its own in this version")
    }

    private func variables(in log: String) -> [Substring: Substring] {
        let pairs = log.split(separator: "\n").compactMap { line -> (Substring, Substring)? in
            guard let index = line.firstIndex(of: "=") else { return nil }
            return (line[..<index], line[line.index(after: index)...])
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    func testA02SecondWorkerOfALaneIsRefused() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let lane = try lane("vp.a")
        let worker = try client.waitForWorker(lane)
        let (id, _) = try start(script("sleep 0.3"), client)

        let arguments = [
            "--lane", "vp.a", "--generation", "99", "--state", "\(instance.state)/lanes/vp.a",
        ]
        for socket in ["\(instance.runtime)/lanes/vp.a.sock", "\(instance.folder)/other"] {
            let second = try ProgramOutput.run(
                Products.path("lane-worker"),
                arguments + ["--socket", socket]
            )
            XCTAssertNotEqual(second.code, 0)
            XCTAssertTrue(second.errors.contains("\(worker.pid)"), second.errors)
        }

        XCTAssertEqual(try client.wait(id).state.status, .completed)
        XCTAssertEqual(try client.lane(lane).record.worker, worker)
        XCTAssertEqual(try client.mission(id).attempts.count, 1)
    }

    func testA03ClaimOfAnotherLaneOrIncarnationIsRefused() throws {
        let instance = try TestInstance(in: self, TestConfiguration(lanes: ["vp.a", "vp.b"]))
        let client = try instance.client()
        let (id, leader) = try start(script("sleep 0.4") { $0.vpID = LaneID("vp.a") }, client)
        let epoch = try client.status().epoch
        let generation = try client.lane(lane("vp.a")).record.generation
        let wrongs = [
            LaneHello(
                vpID: try lane("vp.b"),
                generation: generation,
                epoch: epoch.next,
                version: "1"
            ),
            LaneHello(
                vpID: try lane("vp.a"),
                generation: Generation(99),
                epoch: epoch.next,
                version: "1"
            ),
            LaneHello(
                vpID: try lane("vp.a"),
                generation: generation,
                epoch: Epoch(0),
                version: "1"
            ),
        ]
        for wrong in wrongs {
            let intruder = try LaneIntruder("\(instance.runtime)/lanes/vp.a.sock")

            let answer = try intruder.answer(to: .hello(wrong))

            guard case .helloRefused = answer else {
                return XCTFail("\(wrong): \(String(describing: answer))")
            }
        }
        XCTAssertTrue(try ProcessTable.isAlive(leader))
        XCTAssertEqual(try client.wait(id).state.status, .completed)
        XCTAssertEqual(try client.mission(id).attempts.count, 1)
        let refusals = try instance.log().split(separator: "\n").filter {
            $0.contains("connection.refused")
        }
        XCTAssertEqual(refusals.count, wrongs.count, "each refusal is in the log")
        try assertOtherUserIsRefused("\(instance.runtime)/lanes/vp.a.sock")
        notProved("an audit event for a refused claim: in this version it is a line of the log")
    }

    private func assertOtherUserIsRefused(_ socket: String) throws {
        guard CurrentProcess.uid == 0 else {
            return notProved("a peer of another uid is refused: this needs root")
        }
        let program = "import socket,sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        let other = try ProgramOutput.run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--clear-groups", "python3", "-c", program, socket]
        )
        XCTAssertTrue(other.errors.contains("PermissionError"), other.errors)
    }

    func testA06RunSeesOnlyListedVariables() throws {
        let instance = try TestInstance(
            in: self,
            environment: ["ANTHROPIC_API_KEY=secret-1", "AWS_SECRET=secret-2", "LANE_X=1"]
        )
        let client = try instance.client()

        let view = try finish(script("printenv"), client)

        let log = try client.log(try XCTUnwrap(view.envelope.missionID))
        let allowed: Set = [
            "LANE_ID", "LANE_MISSION_ID", "LANE_RUN_ID", "LANE_ATTEMPT", "LANE_FENCE",
            "LANE_SESSION_ID", "LANE_CLASS", "LANE_WORKSPACE", "LANE_OBJECTIVE_FILE",
            "LANE_RESULT_FILE", "LANE_REPORT_FD", "LANE_PHASE", "TRACEPARENT", "PATH", "HOME",
            "TMPDIR", "LANG", "TZ", "NO_COLOR", "TERM",
        ]
        let keys = variables(in: log).keys.map(String.init)
        XCTAssertEqual(Set(keys).subtracting(allowed), [])
        XCTAssertTrue(Set(keys).isSuperset(of: ["LANE_ID", "LANE_FENCE", "HOME", "PATH"]))
        XCTAssertFalse(log.contains("secret"))
    }
}
