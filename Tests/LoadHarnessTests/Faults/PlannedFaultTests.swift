import XCTest

@testable import LoadHarness

final class PlannedFaultTests: XCTestCase {
    func testEveryKindHasWhatCarriesItOut() throws {
        let target = try ScriptedTarget(pool: "max")

        for kind in FaultKind.allCases {
            let fault = FaultBench.plan(kind).fault(on: target)
            XCTAssertFalse(fault is ImpossibleFault, "\(kind)")
        }
    }

    func testWhatHasNoObjectIsImpossible() throws {
        let target = try ScriptedTarget(lanes: ["vp.a"])
        let scene = FaultScene(target) { _ in }

        let reasons = try [.rerouteLane, .exhaustPool, .throttlePool].map { kind in
            try FaultBench.plan(kind, otherLane: 0).fault(on: target).begin(scene)
        }

        XCTAssertEqual(
            reasons,
            [
                .impossible(object: "vp.a", because: "there is no other lane"),
                .impossible(object: "vp.a", because: "it shares no pool"),
                .impossible(object: "vp.a", because: "it shares no pool"),
            ]
        )
        target.quotas.lanes = []
        XCTAssertTrue(FaultBench.plan(.killWorker).fault(on: target) is ImpossibleFault)
    }

    func testNothingIsDoneToSomebodyElsesInstance() throws {
        let target = try ScriptedTarget(pool: "max")
        target.isOwn = false
        let scene = FaultScene(target) { _ in XCTFail("it was asked for something") }

        for kind in FaultKind.allCases {
            let begin = try FaultBench.plan(kind).fault(on: target).begin(scene)
            XCTAssertEqual(
                begin,
                .impossible(object: kind.rawValue, because: "the instance is somebody else's")
            )
        }
    }
}
