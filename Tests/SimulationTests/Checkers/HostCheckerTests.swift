import ControlPlane
import Protocol
import XCTest

@testable import Simulation

final class HostCheckerTests: XCTestCase {
    func testStartWithTooLittleMemoryIsReported() {
        let interactive = Sample.mission("i")
        var checker = HostChecker()
        checker.figures.availableKiB = 99 * 1024
        var history = makeQueued(checker)

        history.tellBroken(Sample.dispatched())
        history.tell(
            .committed([.insertMission(Sample.envelope(interactive, .interactive), Sample.state())])
        )
        history.tell(Sample.dispatched(interactive))
    }

    func testStartUnderPressureIsReported() {
        var checker = HostChecker()
        checker.figures.memoryPressurePercent = 41
        var history = makeQueued(checker)

        history.tellBroken(Sample.dispatched())
    }

    func testStartsAfterAnUncleanBootThatAreTooCloseAreReported() {
        var checker = HostChecker()
        checker.bootedUncleanly(at: Sample.instant(1_000).boot)
        var history = makeQueued(checker)
        history.tell(Sample.queued(Sample.mission("n")))
        history.tell(Sample.dispatched())

        history.tellBroken(Sample.dispatched(Sample.mission("n"), fence: 2))
        history.tell(.turnBegan(Sample.instant(3_000)))
        history.tell(Sample.queued(Sample.mission("o")))
        history.tell(Sample.dispatched(Sample.mission("o"), fence: 3))
    }

    func testStartsOfANewSupervisorMayBeClose() {
        var checker = HostChecker()
        checker.bootedUncleanly(at: Sample.instant(1_000).boot)
        var history = makeQueued(checker)
        history.tell(.supervisorStarted)
        history.tell(Sample.queued(Sample.mission("n")))
        history.tell(Sample.dispatched())

        history.tell(Sample.dispatched(Sample.mission("n"), fence: 2))
    }

    func testRunMayGiveWayWhereThereIsRoom() {
        var checker = HostChecker()
        checker.figures.availableKiB = 200 * 1024
        var history = makeQueued(checker)
        history.tell(Sample.dispatched())
        history.tell(Sample.queued(Sample.mission("i"), .interactive))
        var attempt = Sample.attempt(intent: .preempt)
        attempt.preemptedFor = Sample.mission("i")

        history.tell(.committed([.updateAttempt(attempt)]))
    }

    func testRunThatGivesWayToWhatCannotStartIsReported() {
        var checker = HostChecker()
        checker.figures.availableKiB = 49 * 1024
        var history = History(checker)
        var configuration = Sample.configuration(slots: 1, reserved: 0)
        configuration.supervisor.host.minAvailableMiB = 100
        history.tell(.configured(configuration))

        history.tellBroken(.committed([.updateAttempt(Sample.attempt(intent: .preempt))]))
    }

    /// A queued mission, a reserve of 100 MiB, and a start a second after an unclean boot.
    private func makeQueued(_ checker: HostChecker) -> History<HostChecker> {
        var configuration = Sample.configuration(slots: 4, reserved: 0)
        configuration.supervisor.host.minAvailableMiB = 100
        configuration.supervisor.host.uncleanStartRate.perMinute = 60
        configuration.supervisor.host.uncleanStartRate.burst = 1
        var history = History(checker)
        history.tell(.configured(configuration))
        history.tell(.turnBegan(Sample.instant(1_000)))
        history.tell(Sample.queued())
        return history
    }
}
