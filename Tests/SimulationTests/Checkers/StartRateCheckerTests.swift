import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class StartRateCheckerTests: XCTestCase {
    func testStartTooSoonAfterTheBurstIsReported() {
        var history = makeHistory { $0.lanes.modify(Sample.lane) { $0.startRate = Self.rate } }
        history.tell(.turnBegan(Sample.instant(10_000)))
        history.tell(started("a", at: 10_000))
        history.tell(started("b", at: 10_000))
        history.tell(.turnBegan(Sample.instant(10_999)))

        history.tellBroken(started("c", at: 10_999))
    }

    func testStartAtTheRateIsNotReported() {
        var history = makeHistory { $0.lanes.modify(Sample.lane) { $0.startRate = Self.rate } }
        history.tell(.turnBegan(Sample.instant(10_000)))
        history.tell(started("a", at: 10_000))
        history.tell(started("b", at: 10_000))
        history.tell(.turnBegan(Sample.instant(11_000)))
        history.tell(started("c", at: 11_000))
        history.tell(.turnBegan(Sample.instant(12_000)))

        history.tell(started("d", at: 12_000))
    }

    func testStartTooSoonInThePoolIsReported() {
        var history = makeHistory { configuration in
            var pool = PoolPolicy()
            pool.startRate = Self.rate
            configuration.pools["max"] = pool
            configuration.lanes.modify(Sample.lane) { $0.pool = "max" }
        }
        history.tell(.turnBegan(Sample.instant(10_000)))
        history.tell(started("a", at: 10_000))
        history.tell(started("b", at: 10_000))

        history.tellBroken(started("c", at: 10_000))
    }

    func testStartIsTakenAtTheTurnThatDecidedIt() {
        var history = makeHistory { $0.lanes.modify(Sample.lane) { $0.startRate = Self.rate } }
        history.tell(.turnBegan(Sample.instant(10_000)))
        history.tell(.turnBegan(Sample.instant(10_900)))
        history.tell(started("a", at: 10_000))
        history.tell(started("b", at: 10_000))
        history.tell(.turnBegan(Sample.instant(11_000)))

        history.tell(started("c", at: 11_000))
    }

    private static var rate: StartRate {
        var rate = StartRate()
        rate.perMinute = 60
        rate.burst = 2
        return rate
    }

    private func makeHistory(
        _ change: (inout Configuration) -> Void
    ) -> History<StartRateChecker> {
        var configuration = Sample.configuration(slots: 8, reserved: 0)
        change(&configuration)
        var history = History(StartRateChecker())
        history.tell(.configured(configuration))
        return history
    }

    private func started(_ name: String, at milliseconds: UInt64) -> Observation {
        let dispatchedAt = Sample.instant(milliseconds).wall
        let attempt = Sample.attempt(Sample.mission(name), dispatchedAt: dispatchedAt)
        return .committed([.insertAttempt(attempt)])
    }
}
