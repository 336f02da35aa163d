import Harness
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import Benchmark

/// What a mission costs in calls, commits and bytes, and what a queued one costs in memory: counts,
/// which say the same on a busy machine.
///
/// Each must stay at or below the threshold of `Tests/Thresholds/*.json`. Who makes one grow on
/// purpose writes the new number there, where a reviewer sees it.
final class ThresholdTests: XCTestCase {
    private static let missionCount = 40

    func testMissionWithoutAProcessCostsNoMoreThanItsThresholds() throws {
        try checkMissions("noop", profile: "nothing: { adapter: \"noop\" }", "nothing")
    }

    func testMissionOfAShellCostsNoMoreThanItsThresholds() throws {
        try checkMissions("shell", profile: "short: { adapter: \"shell\" }", "short")
    }

    func testQueuedMissionNeedsNoMoreMemoryThanItsThreshold() throws {
        let thresholds = try Thresholds.read("queue")
        let few = try heapByteCount(queued: 1_000)
        let many = try heapByteCount(queued: 11_000)

        let each = Double(many - few) / 10_000

        check(thresholds, ["supervisor.heap_bytes_a_queued_mission": each])
    }

    // MARK: Missions

    private func checkMissions(_ name: String, profile: String, _ profileName: String) throws {
        let thresholds = try Thresholds.read(name)
        var configuration = TestConfiguration()
        configuration.defaults[0] = "profile: \"\(profileName)\""
        configuration.profiles = [profile]
        let instance = try TestInstance(in: self, configuration)
        let client = try instance.client()
        let worker = try client.waitForWorker(try XCTUnwrap(LaneID("vp.a")))
        for _ in 0..<10 { try runMission(client) }
        guard let supervisor = instance.supervisor?.identity.pid,
            let logs = traces(supervisor, worker.pid, in: instance.folder)
        else { return }
        for _ in 0..<Self.missionCount { try runMission(client) }
        var counts = self.counts("supervisor", try logs.supervisor.end(), in: instance.folder)
        let ofWorker = self.counts("worker", try logs.worker.end(), in: instance.folder)
        counts.merge(ofWorker) { first, _ in first }
        check(thresholds, counts)
    }

    private func runMission(_ client: TestClient) throws {
        let view = try client.submit(MissionEnvelope(objective: "true\n"))
        let id = try XCTUnwrap(view.envelope.missionID)
        XCTAssertEqual(try client.wait(id).state.status, .completed)
    }

    /// Nil where this machine cannot trace, which is said.
    private func traces(
        _ supervisor: Int32,
        _ worker: Int32,
        in folder: String
    ) -> (supervisor: CallLog, worker: CallLog)? {
        do throws(HarnessError) {
            return (
                try CallLog(supervisor, names: ["all"], output: "\(folder)/supervisor.calls"),
                try CallLog(worker, names: ["all"], output: "\(folder)/worker.calls")
            )
        } catch {
            print("not proved: \(name): \(error)")
            return nil
        }
    }

    private func counts(
        _ program: String,
        _ calls: [CallLog.Call],
        in folder: String
    ) -> [String: Double] {
        let share = 1 / Double(Self.missionCount)
        let ofMemory: Set = ["brk", "mmap", "munmap", "madvise", "mremap", "futex"]
        let made = calls.filter { !ofMemory.contains($0.name) }
        let syncs = made.filter { $0.name == "fsync" || $0.name == "fdatasync" }
        let writes = made.filter { call in
            ["write", "writev", "pwrite64"].contains(call.name) && call.path.hasPrefix(folder)
        }
        return [
            "\(program).calls": Double(made.count) * share,
            "\(program).syncs": Double(syncs.count) * share,
            "\(program).commits": Double(syncs.count { $0.path.hasSuffix("-wal") }) * share,
            "\(program).bytes_written": Double(writes.reduce(0) { $0 + $1.result }) * share,
        ]
    }

    // MARK: Memory

    /// What a supervisor's mind with 64 lanes holds on the heap beside so many queued missions.
    private func heapByteCount(queued: Int) throws -> Int {
        let before = MemoryUsage.heapByteCount
        let bench = try DecisionBench(queued: queued)
        return withExtendedLifetime(bench) { MemoryUsage.heapByteCount - before }
    }

    private func check(_ thresholds: [Threshold], _ counts: [String: Double]) {
        XCTAssertEqual(thresholds.map(\.count).sorted(), counts.keys.sorted())
        for threshold in thresholds {
            guard let value = counts[threshold.count] else { continue }
            print("\(threshold.count): \(value), at most \(threshold.most)")
            XCTAssertLessThanOrEqual(value, threshold.most, threshold.count)
        }
    }
}
