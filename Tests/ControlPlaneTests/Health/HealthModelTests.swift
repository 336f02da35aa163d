import Protocol
import XCTest

@testable import ControlPlane

final class HealthModelTests: XCTestCase {
    private let policy = HealthPolicy()
    private let start = Scene.start

    private func after(_ seconds: UInt64) -> Instant {
        Instant(boot: start.boot + .seconds(seconds), wall: start.wall + .seconds(seconds))
    }

    private func model(_ evidence: String = "") -> HealthModel {
        var model = HealthModel(LaneHealth(), under: policy, at: start)
        for character in evidence { _ = model.note(isGood: character == "+", under: policy) }
        return model
    }

    // MARK: Detection

    func testFiveFailuresInARowAreToldOnceAndForgotten() {
        var model = model("+++----")

        let detection = model.note(isGood: false, under: policy)

        XCTAssertEqual(
            detection,
            .init(reason: .failuresInARow, failureCount: 5, evidenceCount: 5)
        )
        XCTAssertEqual(model.memory.recent, [])
        XCTAssertEqual(model.memory.failureStreak, 0)
        XCTAssertEqual(model.memory.detectionCount, 1)
        XCTAssertNil(model.note(isGood: false, under: policy))
    }

    func testHalfOfTheLastTwentyIsTold() {
        var model = model("+-+-+-+-+-+-+-+-+-")

        XCTAssertEqual(
            model.note(isGood: false, under: policy),
            .init(reason: .failureShare, failureCount: 10, evidenceCount: 19)
        )
    }

    func testWhatIsOlderThanTheWindowDoesNotCount() {
        var model = model("---+---+" + String(repeating: "+", count: 17))

        XCTAssertEqual(model.memory.recentText, "--+" + String(repeating: "+", count: 17))
        XCTAssertNil(model.note(isGood: false, under: policy))
        XCTAssertEqual(model.memory.recent.count, 20)
    }

    func testQuietFailureCountsAndDoesNotSpeak() {
        var model = model("----")
        model.noteQuietly(under: policy)
        model.noteQuietly(under: policy)
        XCTAssertEqual(model.memory.failureStreak, 6)
        XCTAssertEqual(model.memory.detectionCount, 0)

        XCTAssertEqual(model.note(isGood: false, under: policy)?.failureCount, 7)
    }

    func testOfAHundredDetectionsAsManyAreEnforcedAsThePercentageSays() {
        for percent in [0, 1, 33, 50, 100] {
            var policy = HealthPolicy()
            policy.failuresInARow = 1
            policy.enforcementPercent = percent
            var model = HealthModel(LaneHealth(), under: policy, at: start)
            var count = 0

            for _ in 0..<100 where model.note(isGood: false, under: policy) != nil {
                if model.isEnforced(under: policy) { count += 1 }
            }

            XCTAssertEqual(count, percent)
        }
    }

    // MARK: Ejection

    func testEachEjectionInARowIsLongerUpToTheBound() {
        var model = model()
        var lengths: [UInt64] = []

        for _ in 0..<12 { lengths.append(model.eject(at: start, under: policy).wholeSeconds) }

        XCTAssertEqual(lengths, [30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300])
    }

    func testHealthyTimeMakesTheNextEjectionShortAgain() {
        for (seconds, length) in [(599, 60), (600, 30)] as [(UInt64, UInt64)] {
            var model = model()
            _ = model.eject(at: start, under: policy)
            model.restore(at: start.wall)

            XCTAssertEqual(model.eject(at: after(seconds), under: policy).wholeSeconds, length)
        }
    }

    func testNothingStartsUntilTheTimeIsOverThenOneRun() {
        var model = model()
        _ = model.eject(at: start, under: policy)
        XCTAssertFalse(model.allowsStart)
        XCTAssertFalse(model.advance(at: after(29).boot))

        XCTAssertTrue(model.advance(at: after(30).boot))
        XCTAssertTrue(model.allowsStart)
        model.started("m1.1")

        XCTAssertFalse(model.allowsStart)
        XCTAssertEqual(model.memory.probe, "m1.1")
    }

    func testOnlyTheProbeDecides() {
        for (isGood, verdict) in [(true, .restored), (false, .failed), (nil, .undecided)]
            as [(Bool?, HealthModel.Verdict)]
        {
            var model = probing()
            XCTAssertNil(model.ended("m0.1", isGood: true))
            XCTAssertNil(model.note(isGood: false, under: policy))
            XCTAssertEqual(model.memory.failureStreak, 0)

            XCTAssertEqual(model.ended("m1.1", isGood: isGood), verdict)
            XCTAssertNil(model.memory.probe)
        }
    }

    func testRestoredLaneBeginsAnew() {
        var model = probing()

        model.restore(at: after(40).wall)

        var memory = LaneHealth()
        memory.ejectionCount = 1
        memory.restoredAt = after(40).wall
        XCTAssertEqual(model.memory, memory)
        XCTAssertFalse(model.isOut)
    }

    func testEjectionOutlivesTheSupervisor() {
        var model = model()
        _ = model.eject(at: start, under: policy)
        let restarted = Instant(
            boot: MonotonicTime(nanoseconds: 5),
            wall: start.wall + .seconds(10)
        )

        var next = HealthModel(model.memory, under: policy, at: restarted)

        XCTAssertFalse(next.allowsStart)
        XCTAssertFalse(next.advance(at: restarted.boot + .seconds(19)))
        XCTAssertTrue(next.advance(at: restarted.boot + .seconds(20)))
    }

    func testClockThatWasSetBackMakesNoEjectionLonger() {
        var model = model()
        _ = model.eject(at: after(86_400), under: policy)

        var next = HealthModel(model.memory, under: policy, at: start)

        XCTAssertFalse(next.advance(at: start.boot + .seconds(299)))
        XCTAssertTrue(next.advance(at: start.boot + .seconds(300)))
    }

    private func probing() -> HealthModel {
        var model = model()
        _ = model.eject(at: start, under: policy)
        _ = model.advance(at: after(30).boot)
        model.started("m1.1")
        return model
    }
}
