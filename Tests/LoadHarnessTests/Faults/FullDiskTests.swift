import Harness
import IntegrationSupport
import Protocol
import System
import XCTest

@testable import LoadHarness

final class FullDiskTests: XCTestCase {
    func testDiskOfTheMachineIsNotFilled() throws {
        let target = try ScriptedTarget()
        target.volumeObstacle = "only root may mount"
        let scene = FaultScene(target) { _ in }

        let begin = try FullDisk().begin(scene)

        guard case .impossible(target.stateFolder, let reason) = begin else {
            return XCTFail("\(begin)")
        }
        XCTAssertTrue(reason.hasSuffix("file system of its own (only root may mount)"), reason)
        XCTAssertEqual(try Files.list(target.stateFolder), ["lanes"])
    }

    func testFullDiskKeepsMissionsWaitingAndLosesNone() throws {
        let bench = try FaultBench(in: self, starts: false, supervisor: ["min_free_mib: 2"])
        try Files.createFolders(bench.stateFolder, mode: 0o700)
        let volume = try mounted(on: bench.stateFolder)
        defer { volume.unmount() }
        try bench.start(descriptorLimit: nil)
        try bench.waitUntilReady()
        let client = try bench.connect()
        let go = "\(bench.folder)/go"
        let mission = try bench.mission("wait-file \(go)")
        let id = try XCTUnwrap(try client.submit(mission).envelope.missionID)
        try client.waitForRun(id)
        let injector = bench.injector(FaultBench.plan(.fillDisk, lastsFor: .seconds(1)))

        try bench.play(injector, until: "it is full") { !injector.injected.isEmpty }
        XCTAssertEqual(try Files.freeByteCount(at: bench.stateFolder), 0)
        try Files.writeAtomically([], to: go, mode: 0o600)
        try bench.playOut(injector)

        XCTAssertGreaterThan(try Files.freeByteCount(at: bench.stateFolder), 4 << 20)
        XCTAssertEqual(injector.injected.map(\.object), [bench.stateFolder])
        XCTAssertEqual(injector.injected.map(\.wasBusy), [true])
        XCTAssertEqual(try bench.connect().wait(id).state.status, .completed)
        try injector.endAll()
        // Nothing of the instance may keep the volume.
        try bench.supervisor?.send(.terminate)
        XCTAssertNotNil(try bench.supervisor?.wait(until: Deadline.after(20)))
    }

    private func mounted(on path: String) throws -> StateVolume {
        do throws(HarnessError) {
            return try StateVolume(on: path, mebibyteCount: 32)
        } catch {
            print("not proved: \(name): \(error)")
            throw XCTSkip(error.description)
        }
    }
}
