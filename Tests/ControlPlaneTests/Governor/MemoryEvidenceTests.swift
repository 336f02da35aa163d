import XCTest

@testable import ControlPlane

final class MemoryEvidenceTests: XCTestCase {
    func testNothingIsKnownBeforeARunWasMeasured() {
        var evidence = MemoryEvidence()
        XCTAssertNil(evidence.expectedKiB)

        evidence.note(peakKiB: 0)

        XCTAssertNil(evidence.expectedKiB)
    }

    func testNineteenOfTwentyStayBelow() {
        var evidence = MemoryEvidence()

        for peak in 1...20 { evidence.note(peakKiB: UInt64(peak)) }

        XCTAssertEqual(evidence.expectedKiB, 19)
    }

    func testOnlyTheLastTwentyCount() {
        var evidence = MemoryEvidence()
        evidence.note(peakKiB: 9_000)
        XCTAssertEqual(evidence.expectedKiB, 9_000)

        for _ in 0..<20 { evidence.note(peakKiB: 5) }

        XCTAssertEqual(evidence.expectedKiB, 5)
    }
}
