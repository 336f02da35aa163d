import DataStructures
import XCTest

@testable import ControlPlane

final class FairShareTests: XCTestCase {
    func testStartsAreInProportionToWeights() {
        var share = FairShare()
        let weights = ["a": 3, "b": 1]
        for _ in 0..<40 { for source in ["a", "b"] { _ = share.arrived(source) } }

        var counts: [String: Int] = [:]
        for _ in 0..<40 { counts[startNext(&share, ["a", "b"], weights), default: 0] += 1 }

        XCTAssertEqual(counts, ["a": 30, "b": 10])
    }

    func testSourceThatWaitsIsNotPassedByAnEndlessStreamOfNewOnes() {
        var share = FairShare()
        _ = share.arrived("z")
        var names = ["z"]
        for number in 0..<10 {
            let name = "a\(number)"
            _ = share.arrived(name)
            names.append(name)
        }

        XCTAssertEqual(startNext(&share, names, [:]), "z")
    }

    func testWhatWasNotUsedWhileNothingWaitedIsNotSaved() {
        var share = FairShare()
        for _ in 0..<20 { _ = share.arrived("busy") }
        for _ in 0..<10 { _ = startNext(&share, ["busy"], [:]) }
        for _ in 0..<10 { _ = share.arrived("late") }

        let starts = (0..<4).map { _ in startNext(&share, ["busy", "late"], [:]) }

        XCTAssertEqual(starts, ["late", "busy", "late", "busy"])
    }

    func testWhatItsLaneCouldNotStartIsNotSaved() {
        var share = FairShare()
        for _ in 0..<20 { for source in ["free", "stuck"] { _ = share.arrived(source) } }
        for _ in 0..<10 { _ = startNext(&share, ["free"], [:]) }

        let starts = (0..<4).map { _ in startNext(&share, ["free", "stuck"], [:]) }

        XCTAssertEqual(starts, ["stuck", "free", "stuck", "free"])
    }

    func testSourceAheadOfItsShareIsRememberedWhileItIsAway() {
        var share = FairShare()
        for _ in 0..<2 { _ = share.arrived("a") }
        _ = share.arrived("b")
        _ = startNext(&share, ["a"], [:])
        _ = startNext(&share, ["a"], [:])
        _ = share.arrived("a")

        XCTAssertEqual(startNext(&share, ["a", "b"], [:]), "b")
    }

    func testManySourcesThatLeftAreForgotten() {
        var share = FairShare()
        for number in 0..<5_000 {
            _ = share.arrived("s\(number)")
            _ = startNext(&share, ["s\(number)"], [:])
        }

        XCTAssertLessThan(share.sourceCount, 300)
    }

    /// The bound that the type promises, over every time in which two sources wait all the while.
    func testNoSourceIsMoreThanOneStartOfEachAheadOfAnother() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var share = FairShare()
            let names = ["a", "b", "c"]
            var weights: [String: Int] = [:]
            func cost(_ name: String) -> Double { 1 / Double(weights[name] ?? 1) }
            for name in names { weights[name] = Int(random.next(in: 1...7)) }
            var waiting: [String: Int] = [:]
            var lead: [[String]: Double] = [:]
            for _ in 0..<300 {
                let name = random.pick(from: names)
                if random.chance(percent: 55) {
                    _ = share.arrived(name)
                    waiting[name, default: 0] += 1
                    continue
                }
                let able = names.filter { waiting[$0, default: 0] > 0 }
                guard !able.isEmpty else { continue }
                let chosen = startNext(&share, able, weights)
                waiting[chosen, default: 0] -= 1
                for first in names {
                    for second in names where first != second {
                        let pair = [first, second]
                        guard able.contains(first), able.contains(second) else {
                            lead[pair] = nil
                            continue
                        }
                        let costs = (cost(first), cost(second))
                        if chosen == first { lead[pair, default: 0] += costs.0 }
                        if chosen == second { lead[pair, default: 0] -= costs.1 }
                        XCTAssertLessThanOrEqual(
                            lead[pair, default: 0],
                            costs.0 + costs.1 + 0.001,
                            "seed \(seed): \(first) before \(second)"
                        )
                    }
                }
            }
        }
    }

    /// Starts the source among `names` whose turn it is.
    private func startNext(
        _ share: inout FairShare,
        _ names: [String],
        _ weights: [String: Int]
    ) -> String {
        let turns = names.compactMap { name in share.turn(of: name).map { ($0, name) } }
        guard let next = turns.min(by: { $0.0 < $1.0 })?.1 else {
            XCTFail("nothing waits")
            return ""
        }
        _ = share.started(next, weight: weights[next] ?? 1)
        share.left(next)
        return next
    }
}
