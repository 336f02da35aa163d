import ControlPlane
import DataStructures
import Protocol
import XCTest

@testable import Simulation

final class FairnessCheckerTests: XCTestCase {
    func testSourceThatIsServedTwiceBeforeAnotherOnceIsReported() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3", "b1"))
        history.tell(started("a1"))
        history.tell(started("a2"))

        history.tellBroken(started("a3"))
    }

    func testWeightIsWhatItIsMeasuredBy() {
        var history = makeHistory(weights: ["a": 3])
        history.tell(queued("a1", "a2", "a3", "a4", "a5", "b1"))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(started("a3"))
        history.tell(started("a4"))

        history.tellBroken(started("a5"))
    }

    func testSourceOfWhichNothingWaitsIsOwedNothing() {
        var history = makeHistory()
        history.tell(queued("a1", "a2", "a3"))
        history.tell(started("a1"))
        history.tell(started("a2"))
        history.tell(queued("b1"))

        history.tell(started("a3"))
    }

    private func makeHistory(weights: [String: Int] = [:]) -> History<FairnessChecker> {
        var configuration = Sample.configuration(slots: 8, reserved: 0)
        for (source, weight) in weights {
            var policy = SourcePolicy()
            policy.weight = weight
            configuration.classes.sources[source] = policy
        }
        var history = History(FairnessChecker())
        history.tell(.configured(configuration))
        history.tell(.committed([.saveLane(Sample.record())]))
        return history
    }

    /// Interactive missions; the first letter of a name is the source.
    private func queued(_ names: String...) -> Observation {
        .committed(
            names.map { name in
                var envelope = Sample.envelope(Sample.mission(name), .interactive)
                envelope.source = String(name.prefix(1))
                return .insertMission(envelope, Sample.state())
            }
        )
    }

    private func started(_ name: String) -> Observation {
        Sample.dispatched(Sample.mission(name))
    }
}
