import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class PoolStateCheckerTests: XCTestCase {
    private let first = Sample.mission("a")
    private let second = Sample.mission("b")

    func testStartAfterARefusalIsReportedUntilTheWaitIsOver() {
        var history = makeHistory()
        history.tell(ended(.rateLimited))
        history.tell(.turnBegan(Sample.instant(29_999)))

        history.tellBroken(Sample.dispatched(second, fence: 2))

        history.tell(.turnBegan(Sample.instant(30_000)))
        history.tell(Sample.dispatched(second, fence: 2))
    }

    func testStartWithoutALoginIsReportedUntilAnOperatorClears() {
        var history = makeHistory()
        history.tell(ended(.authenticationNeeded))
        history.tell(.turnBegan(Sample.instant(1_000_000)))
        history.tellBroken(Sample.dispatched(second, fence: 2))

        history.tell(event(.poolRecovered, actor: "uid:0"))

        history.tell(Sample.dispatched(second, fence: 2))
    }

    func testStartBesideTheProbeIsReported() {
        var history = makeHistory()
        var record = PoolRecord(name: "max")
        record.status = .probing
        record.probe = Sample.run(second)
        record.probeUntil = Sample.now + .seconds(60)

        history.tellBroken(
            .committed([
                .insertAttempt(Sample.attempt(first, 2, fence: 3)), .savePool(record),
            ])
        )
        history.tell(
            .committed([.insertAttempt(Sample.attempt(second, fence: 2)), .savePool(record)])
        )
    }

    func testStartAfterAnExhaustionThatNobodyProbedIsReported() {
        var history = makeHistory()
        history.tell(ended(.quotaExhausted))
        history.tell(.turnBegan(Sample.instant(1_000_000)))
        history.tellBroken(Sample.dispatched(second, fence: 2))

        history.tellBroken(event(.poolRecovered, actor: "supervisor"))
        var record = PoolRecord(name: "max")
        record.status = .probing
        record.probe = Sample.run(second)
        record.probeUntil = Sample.now + .seconds(2_000)
        history.tell(
            .committed([.insertAttempt(Sample.attempt(second, fence: 2)), .savePool(record)])
        )
        history.tell(
            recovered(.savePool(PoolRecord(name: "max")))
        )

        history.tell(.committed([.insertAttempt(Sample.attempt(first, 2, fence: 3))]))
    }

    func testProbeThatHasEndedIsReported() {
        var history = makeHistory()
        var record = PoolRecord(name: "max")
        record.status = .probing
        record.probe = Sample.run(second)
        record.probeUntil = Sample.now + .seconds(60)
        history.tell(
            .committed([.insertAttempt(Sample.attempt(second, fence: 2)), .savePool(record)])
        )
        let end = Sample.attempt(second, fence: 2, outcome: .failed, reason: .exitCode)
        history.tellBroken(.committed([.updateAttempt(end)]))

        record.probe = nil
        record.probeUntil = nil
        history.tell(.committed([.updateAttempt(end), .savePool(record)]))
    }

    func testStartOfAClassForWhichTooMuchOfAWindowIsUsedIsReported() {
        for (usedPermille, ownPermille, isFull) in [
            (799, 0, false), (800, 0, true), (799, 700, true),
        ] {
            var history = makeHistory()
            var record = PoolRecord(name: "max")
            var reading = PoolReading(
                window: "five_hour",
                model: nil,
                usedPermille: usedPermille,
                readAt: Sample.now
            )
            reading.ownPermille = ownPermille
            record.readings = [reading]
            history.tell(.committed([.savePool(record)]))

            let start = Sample.dispatched(second, fence: 2)
            if isFull { history.tellBroken(start) } else { history.tell(start) }
        }
    }

    func testWindowThatIsRememberedBeyondItsResetIsReported() {
        var history = makeHistory()
        var record = PoolRecord(name: "max")
        var reading = PoolReading(
            window: "five_hour",
            model: nil,
            usedPermille: 1,
            readAt: Sample.now
        )
        reading.resetAt = Sample.instant(10).wall
        record.readings = [reading]
        history.tell(.turnBegan(Sample.instant(9)))
        history.tell(.committed([.savePool(record)]))

        history.tell(.turnBegan(Sample.instant(10)))
        history.tellBroken(.committed([.savePool(record)]))
    }

    private func makeHistory() -> History<PoolStateChecker> {
        var configuration = Sample.configuration(slots: 8, reserved: 0)
        var policy = PoolPolicy()
        policy.backgroundGatePercent = 80
        policy.outsideAllowancePercent = 10
        configuration.pools["max"] = policy
        configuration.lanes.modify(Sample.lane) { $0.pool = "max" }
        var history = History(PoolStateChecker())
        history.tell(.configured(configuration))
        history.tell(.turnBegan(Sample.instant(0)))
        history.tell(
            .committed([
                .saveLane(Sample.record()),
                .insertMission(Sample.envelope(first), Sample.state()),
                .insertMission(Sample.envelope(second), Sample.state()),
            ])
        )
        history.tell(Sample.dispatched(first))
        history.tell(.resultMade(Sample.run(first)))
        return history
    }

    private func ended(_ reason: ReasonCode) -> Observation {
        var attempt = Sample.attempt(first, outcome: .deferred, reason: reason)
        attempt.scope = .pool
        return .committed([.updateAttempt(attempt)])
    }

    /// The supervisor says that the pool has recovered, and writes this.
    private func recovered(_ write: LedgerWrite) -> Observation {
        guard case .committed(let writes) = event(.poolRecovered, actor: "supervisor") else {
            fatalError("not a commit")
        }
        return .committed(writes + [write])
    }

    private func event(_ type: EventType, actor: String) -> Observation {
        var event = EventRecord(
            sequence: 1,
            type: type,
            emittedAt: Sample.now,
            actor: actor,
            summary: "pool max"
        )
        event.payload["pool"] = .string("max")
        return .committed([.appendEvent(event)])
    }
}
