import Protocol
import XCTest

@testable import ControlPlane

final class IdentifierSourceTests: XCTestCase {
    func testNameBeginsWithItsKindAndTheMilliseconds() {
        let table: [(milliseconds: Int64, digits: String)] = [
            (0, "000000000"), (31, "00000000z"), (32, "000000010"), (1_000, "0000000z8"),
            (9_223_372_036_854, "8cdxx0pqp"), (-5, "000000000"),
        ]
        for (milliseconds, digits) in table {
            let now = WallTime(nanoseconds: milliseconds * 1_000_000)
            var source = IdentifierSource(seed: 1)

            XCTAssertEqual(source.nextMission(at: now).rawValue.prefix(10), "m" + digits)
            XCTAssertEqual(source.nextSession(at: now).rawValue.prefix(10), "s" + digits)
        }
    }

    func testNamesSortByTheTimeTheyWereMade() {
        var source = IdentifierSource(seed: 1)

        let names = (0..<100).map { source.nextMission(at: .later($0)) }

        XCTAssertEqual(names, names.sorted())
    }

    func testNamesOfOneMomentDiffer() {
        var source = IdentifierSource(seed: 1)

        let names = (0..<1_000).map { _ in source.nextMission(at: .later(0)).rawValue }

        XCTAssertEqual(Set(names).count, 1_000)
        let digits = Set("0123456789abcdefghjkmnpqrstvwxyz")
        for name in names {
            XCTAssertEqual(name.count, 18)
            XCTAssertTrue(digits.isSuperset(of: name.dropFirst()), name)
        }
    }

    func testSameSeedMakesTheSameNames() {
        var first = IdentifierSource(seed: 1)
        var second = first
        var other = IdentifierSource(seed: 2)

        XCTAssertEqual(first.nextMission(at: .later(0)), second.nextMission(at: .later(0)))
        XCTAssertNotEqual(first.nextMission(at: .later(0)), other.nextMission(at: .later(0)))
    }
}
