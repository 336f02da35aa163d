import Harness
import Protocol
import System
import XCTest

@testable import LoadHarness

final class SamplerTests: XCTestCase {
    private let quotas: Quotas = {
        var quotas = Quotas()
        quotas.lanes = ["vp.b", "vp.a"].compactMap { LaneID($0) }.map {
            Quotas.Lane(id: $0, slotCount: 2, reservedSlotCount: 1, pool: "p")
        }
        quotas.pools = [Quotas.Pool(name: "p", slotCount: 2, reservedSlotCount: 0)]
        return quotas
    }()

    private func lane(_ name: String, queued: [Int], runs: Int) throws -> LaneView {
        let id = try XCTUnwrap(LaneID(name))
        let session = try XCTUnwrap(SessionID("s"))
        let record = LaneRecord(
            vpID: id,
            sessionID: session,
            createdAt: WallTime(nanoseconds: 0)
        )
        var view = LaneView(record: record, profile: "load", why: WhyAnswer(.slotsBusy, "idle"))
        view.queuedCounts = queued
        view.runs = (0..<runs).compactMap { RunID("m.\($0 + 1)") }
        return view
    }

    private func ask(_ sampler: inout Sampler, at milliseconds: UInt64) throws -> [String] {
        var asked: [String] = []
        try sampler.advance(to: MonotonicTime(nanoseconds: milliseconds * 1_000_000)) {
            (command, _) throws(HarnessError) in
            asked.append(command.method.rawValue)
        }
        return asked
    }

    func testItAsksEachPeriodAndNotAgainWhileNobodyAnswers() throws {
        var sampler = Sampler(quotas, ledgerPath: "/nothing")

        XCTAssertEqual(try ask(&sampler, at: 1_000), ["supervisor.status", "pool.list"])
        XCTAssertEqual(try ask(&sampler, at: 1_100), [])
        XCTAssertEqual(try ask(&sampler, at: 1_200), [])
        sampler.take(SupervisorStatus())
        XCTAssertTrue(sampler.take([], at: WallTime(nanoseconds: 1)))
        XCTAssertEqual(try ask(&sampler, at: 1_400), ["supervisor.status", "pool.list"])
        XCTAssertEqual(try ask(&sampler, at: 3_300), [])
        XCTAssertEqual(try ask(&sampler, at: 3_600), ["supervisor.status", "pool.list"])
    }

    func testASampleHasLanesAndPoolsInTheOrderOfTheQuotas() throws {
        var sampler = Sampler(quotas, ledgerPath: "/nothing")
        _ = try ask(&sampler, at: 0)
        var status = SupervisorStatus()
        status.pid = CurrentProcess.pid
        status.lanes = [
            try lane("vp.a", queued: [1, 2, 3], runs: 2),
            try lane("vp.b", queued: [10, 0, 1], runs: 1),
        ]
        var pool = PoolView(record: PoolRecord(name: "p"), why: WhyAnswer(.slotsBusy, "open"))
        pool.grantedSlotCount = 2
        pool.usedSlotCount = 1

        sampler.take(status)
        XCTAssertTrue(sampler.take([pool], at: WallTime(nanoseconds: 5)))

        let sample = try XCTUnwrap(sampler.samples.first)
        XCTAssertEqual(sample.at, WallTime(nanoseconds: 5))
        XCTAssertEqual(sample.queuedCounts, [11, 2, 4])
        XCTAssertEqual(sample.runCounts, [1, 2])
        XCTAssertEqual(
            sample.pools,
            [LoadSample.Pool(name: "p", status: .open, grantedSlotCount: 2, usedSlotCount: 1)]
        )
        XCTAssertGreaterThan(sample.residentKiB ?? 0, 1_000)
        XCTAssertGreaterThan(sample.descriptorCount ?? 0, 2)
        XCTAssertNil(sample.ledgerByteCount)
    }

    func testAnAnswerToAQuestionThatWasGivenUpIsNoSample() throws {
        var sampler = Sampler(quotas, ledgerPath: "/nothing")

        XCTAssertFalse(sampler.take([], at: WallTime(nanoseconds: 1)))
        _ = try ask(&sampler, at: 0)
        XCTAssertFalse(sampler.take([], at: WallTime(nanoseconds: 1)))

        XCTAssertEqual(sampler.samples, [])
    }

    func testTheLedgerIsMeasuredWithItsLog() throws {
        let folder = try InstanceFolder(in: "/tmp", prefix: "lkt")
        defer { folder.destroy(nil) }
        let path = "\(folder.path)/l"
        try Files.writeAtomically([1, 2, 3], to: path, mode: 0o600)
        try Files.writeAtomically([1, 2], to: "\(path)-wal", mode: 0o600)
        var sampler = Sampler(quotas, ledgerPath: path)
        _ = try ask(&sampler, at: 0)

        sampler.take(SupervisorStatus())
        _ = sampler.take([], at: WallTime(nanoseconds: 1))

        XCTAssertEqual(sampler.samples.first?.ledgerByteCount, 5)
    }
}
