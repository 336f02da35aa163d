import Protocol
import XCTest

@testable import ControlPlane

final class HostGateTests: XCTestCase {
    private let policy: HostPolicy = {
        var policy = HostPolicy()
        policy.minAvailableMiB = 100
        policy.memoryPressureMaxPercent = 40
        policy.cpuPressureMaxPercent = 80
        policy.uncleanStartRate.perMinute = 60
        policy.uncleanStartRate.burst = 2
        policy.uncleanStartSeconds = 10
        return policy
    }()

    // MARK: Memory

    func testUnknownHoldsNothing() {
        let gate = HostGate()

        XCTAssertNil(gate.hold(on: candidate(expectedMiB: 1 << 20), policy, at: .ms(0)))
    }

    func testStartMustLeaveTheReserve() {
        let gate = measured { $0.availableKiB = 160 * 1024 }

        XCTAssertNil(gate.hold(on: candidate(expectedMiB: 60), policy, at: .ms(0)))
        XCTAssertEqual(
            gate.hold(on: candidate(expectedMiB: 61), policy, at: .ms(0)),
            .memory(
                HostGate.MemorySum(
                    availableKiB: 160 * 1024,
                    promisedKiB: 0,
                    expectedKiB: 61 * 1024,
                    keptKiB: 100 * 1024
                )
            )
        )
        XCTAssertNil(gate.hold(on: candidate(expectedMiB: nil), policy, at: .ms(0)), "unknown")
    }

    func testInteractiveMayUseHalfOfTheReserve() {
        let gate = measured { $0.availableKiB = 60 * 1024 }

        XCTAssertNotNil(gate.hold(on: candidate(), policy, at: .ms(0)))
        XCTAssertNil(gate.hold(on: candidate(.interactive, expectedMiB: 9), policy, at: .ms(0)))
        let gone = measured { $0.availableKiB = 40 * 1024 }
        XCTAssertNotNil(gone.hold(on: candidate(.interactive), policy, at: .ms(0)))
    }

    func testStartsSinceTheMeasurementTakeTheirPart() {
        var gate = measured { $0.availableKiB = 160 * 1024 }

        gate.started(candidate(expectedMiB: 40), policy, at: .ms(0))

        XCTAssertNil(gate.hold(on: candidate(expectedMiB: 20), policy, at: .ms(0)))
        XCTAssertNotNil(gate.hold(on: candidate(expectedMiB: 21), policy, at: .ms(0)), "no herd")
    }

    func testWhatAnEndedRunDidNotTakeIsFreeAtOnce() {
        var gate = measured { $0.availableKiB = 160 * 1024 }
        gate.started(candidate(expectedMiB: 40), policy, at: .ms(0))

        gate.ended(unusedKiB: 30 * 1024)

        XCTAssertEqual(gate.promisedKiB, 10 * 1024)
        gate.ended(unusedKiB: 30 * 1024)
        XCTAssertEqual(gate.promisedKiB, 0, "a measurement had counted it as taken")
    }

    func testRunThatIsTooLargeForTheMachineStartsAlone() {
        var gate = measured { $0.availableKiB = 160 * 1024 }
        gate.started(candidate(expectedMiB: 400), policy, at: .ms(0))

        let large = HostGate.Candidate(
            missionClass: .background,
            expectedKiB: 400 * 1024,
            isAlone: true
        )

        XCTAssertNil(gate.hold(on: large, policy, at: .ms(0)))
        XCTAssertNotNil(gate.hold(on: candidate(expectedMiB: 400), policy, at: .ms(0)))
    }

    func testShortageEndsAQuarterAboveTheReserve() {
        var gate = measured { $0.availableKiB = 99 * 1024 }

        measure(&gate) { $0.availableKiB = 124 * 1024 }
        XCTAssertNotNil(gate.hold(on: candidate(), policy, at: .ms(0)), "it would flap")
        measure(&gate) { $0.availableKiB = 125 * 1024 }
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)))
        measure(&gate) { $0.availableKiB = 100 * 1024 }
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)))
        measure(&gate) { $0.availableKiB = 99 * 1024 }
        measure(&gate) { _ in }
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)), "unknown")
    }

    func testLowerReserveOfAReloadEndsAShortage() {
        var gate = measured { $0.availableKiB = 99 * 1024 }
        var lower = policy
        lower.minAvailableMiB = 50

        gate.judge(lower)

        XCTAssertNil(gate.hold(on: candidate(), lower, at: .ms(0)))
    }

    // MARK: Pressure

    func testPressureHoldsAllButInteractiveUntilItIsAQuarterLower() {
        var gate = measured { $0.memoryPressurePercent = 40 }
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)))

        measure(&gate) { $0.memoryPressurePercent = 41 }
        XCTAssertEqual(
            gate.hold(on: candidate(.deadline), policy, at: .ms(0)),
            .memoryPressure(percent: 41, limit: 40)
        )
        XCTAssertNil(gate.hold(on: candidate(.interactive), policy, at: .ms(0)))
        measure(&gate) { $0.memoryPressurePercent = 31 }
        XCTAssertNotNil(gate.hold(on: candidate(), policy, at: .ms(0)))
        measure(&gate) { $0.memoryPressurePercent = 30 }
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)))
        measure(&gate) { $0.cpuPressurePercent = 81 }
        XCTAssertEqual(
            gate.hold(on: candidate(), policy, at: .ms(0)),
            .cpuPressure(percent: 81, limit: 80)
        )
    }

    // MARK: After an unclean boot

    func testStartsAfterAnUncleanBootAreSpacedOutForAWhile() {
        var gate = HostGate()
        gate.spaceOut(until: .ms(10_000))

        for _ in 0..<2 {
            XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(0)))
            gate.started(candidate(), policy, at: .ms(0))
        }

        XCTAssertEqual(
            gate.hold(on: candidate(), policy, at: .ms(0)),
            .uncleanStart(until: .ms(1_000))
        )
        XCTAssertNil(gate.hold(on: candidate(.interactive), policy, at: .ms(0)))
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(1_000)))
        for _ in 0..<50 { gate.started(candidate(), policy, at: .ms(9_500)) }
        XCTAssertEqual(
            gate.hold(on: candidate(), policy, at: .ms(9_500)),
            .uncleanStart(until: .ms(10_000))
        )
        XCTAssertNil(gate.hold(on: candidate(), policy, at: .ms(10_000)))
    }

    // MARK: Looks

    func testWhatIsHeldIsLookedAtAgainOnce() {
        var gate = HostGate()
        XCTAssertNil(gate.lookAt)

        gate.note(.memoryPressure(percent: 41, limit: 40), at: .ms(1_000))
        gate.note(.memoryPressure(percent: 41, limit: 40), at: .ms(2_000))

        XCTAssertEqual(gate.lookAt, .ms(3_000))
        XCTAssertFalse(gate.ticked(at: .ms(2_999)))
        XCTAssertTrue(gate.ticked(at: .ms(3_000)))
        XCTAssertNil(gate.lookAt)
        XCTAssertFalse(gate.ticked(at: .ms(9_000)))
    }

    func testWhatIsSpacedOutIsLookedAtWhenTheNextMayStart() {
        var gate = HostGate()
        gate.note(.memoryPressure(percent: 41, limit: 40), at: .ms(1_000))

        gate.note(.uncleanStart(until: .ms(1_500)), at: .ms(1_000))

        XCTAssertEqual(gate.lookAt, .ms(1_500))
    }

    func testMeasurementReleasesWhatIsHeld() {
        var gate = HostGate()

        XCTAssertFalse(gate.measured(HostFigures(), promisedKiB: 0, policy))
        gate.note(.memoryPressure(percent: 41, limit: 40), at: .ms(0))

        XCTAssertTrue(gate.measured(HostFigures(), promisedKiB: 0, policy))
        XCTAssertNil(gate.lookAt)
    }

    // MARK: Parts

    private func candidate(
        _ missionClass: MissionClass = .background,
        expectedMiB: UInt64? = 0
    ) -> HostGate.Candidate {
        HostGate.Candidate(
            missionClass: missionClass,
            expectedKiB: expectedMiB.map { $0 * 1024 },
            isAlone: false
        )
    }

    private func measured(_ change: (inout HostFigures) -> Void) -> HostGate {
        var gate = HostGate()
        measure(&gate, change)
        return gate
    }

    private func measure(_ gate: inout HostGate, _ change: (inout HostFigures) -> Void) {
        var figures = HostFigures()
        change(&figures)
        _ = gate.measured(figures, promisedKiB: 0, policy)
    }
}
