import Protocol
import XCTest

@testable import ControlPlane

final class StartBucketTests: XCTestCase {
    func testNoRateAllowsEverything() {
        var bucket = StartBucket()
        for _ in 0..<1_000 { bucket.started(StartRate(), at: .ms(5)) }

        XCTAssertTrue(bucket.allows(StartRate(), at: .ms(5)))
        XCTAssertNil(bucket.nextStartAt(StartRate()))
    }

    func testBurstThenOneAnInterval() {
        let rate = makeRate(perMinute: 60, burst: 3)
        var bucket = StartBucket()

        var starts: [UInt64] = []
        for now in stride(from: UInt64(100_000), to: 104_000, by: 100)
        where bucket.allows(rate, at: .ms(now)) {
            bucket.started(rate, at: .ms(now))
            starts.append(now)
        }

        XCTAssertEqual(starts, [100_000, 100_100, 100_200, 101_000, 102_000, 103_000])
    }

    func testNextStartIsWhenItIsAllowedAgain() {
        let rate = makeRate(perMinute: 60, burst: 1)
        var bucket = StartBucket()

        bucket.started(rate, at: .ms(5_000))

        XCTAssertEqual(bucket.nextStartAt(rate), .ms(6_000))
        XCTAssertFalse(bucket.allows(rate, at: .ms(5_999)))
        XCTAssertTrue(bucket.allows(rate, at: .ms(6_000)))
    }

    func testPauseIsNotSavedBeyondTheBurst() {
        let rate = makeRate(perMinute: 60, burst: 2)
        var bucket = StartBucket()
        bucket.started(rate, at: .ms(0))

        var count = 0
        while bucket.allows(rate, at: .ms(500_000)) {
            bucket.started(rate, at: .ms(500_000))
            count += 1
        }

        XCTAssertEqual(count, 2)
    }

    private func makeRate(perMinute: Int, burst: Int) -> StartRate {
        var rate = StartRate()
        rate.perMinute = perMinute
        rate.burst = burst
        return rate
    }
}
