import Protocol
import XCTest

@testable import ControlPlane

final class PoolEvidenceTests: XCTestCase {
    private let now = WallTime(nanoseconds: 1_000_000_000_000)

    func testLimitsAreJudgedByTheirClassAndTimes() {
        let cases: [(String, reset: UInt64?, retry: UInt64?, PoolEvidence?)] = [
            ("rate_limited", nil, nil, .throttled(wait: nil)),
            ("overloaded", nil, 7_000, .throttled(wait: .seconds(7))),
            ("rate_limited", 20, nil, .throttled(wait: .seconds(20))),
            ("rate_limited", 7_200, nil, .exhausted(resetAt: now + .seconds(7_200))),
            ("usage_window", 20, 7_000, .exhausted(resetAt: now + .seconds(20))),
            ("usage_window", nil, 7_000, .exhausted(resetAt: now + .seconds(7))),
            ("quota_exhausted", nil, nil, .exhausted(resetAt: nil)),
            ("quota_exhausted", 9_999_999_999, nil, .exhausted(resetAt: now + PoolWindows.spanMax)),
            ("auth", nil, nil, .unauthenticated),
            ("context", nil, nil, nil),
            ("1310", nil, nil, nil),
            ("credits", 60, nil, .exhausted(resetAt: now + .seconds(60))),
        ]
        for (limitClass, reset, retry, expected) in cases {
            var limit = LimitReport(limitClass: limitClass, state: .rejected)
            limit.resetAt = reset.map { now + .seconds(min($0, 9_000_000_000)) }
            limit.retryAfterMilliseconds = retry

            XCTAssertEqual(PoolEvidence(limit, PoolPolicy(), at: now), expected, limitClass)
        }
    }

    func testWhatRefusedNothingProvesNothing() {
        for state in [LimitReport.State.reading, .warning] {
            let limit = LimitReport(limitClass: "usage_window", state: state)
            XCTAssertNil(PoolEvidence(limit, PoolPolicy(), at: now))
        }
    }

    func testResetThatHasPassedIsAShortWait() {
        var limit = LimitReport(limitClass: "usage_window", state: .rejected)
        limit.resetAt = WallTime(nanoseconds: 1)

        XCTAssertEqual(PoolEvidence(limit, PoolPolicy(), at: now), .throttled(wait: nil))
    }

    func testEndsAreJudgedByTheirReason() {
        var window = LimitReport(limitClass: "usage_window", state: .rejected)
        window.resetAt = now + .seconds(60)
        let cases: [(ReasonCode, LimitReport?, PoolEvidence?)] = [
            (.rateLimited, nil, .throttled(wait: .seconds(9))),
            (.rateLimited, window, .exhausted(resetAt: now + .seconds(60))),
            (.quotaExhausted, nil, .exhausted(resetAt: nil)),
            (.quotaExhausted, window, .exhausted(resetAt: now + .seconds(60))),
            (.authenticationNeeded, window, .unauthenticated),
        ]
        for (reason, limit, expected) in cases {
            var result = makeResult(reason)
            result.limit = limit
            result.retryAfterMilliseconds = 9_000

            XCTAssertEqual(PoolEvidence(result, PoolPolicy(), at: now), expected, "\(reason)")
        }
    }

    func testFailureOfTheMissionProvesNothingWhateverItsTextSays() {
        var result = makeResult(.exitCode)
        result.outcome = .failed
        result.scope = .mission
        result.summary = "request 7-1310-429-1313 was refused"

        XCTAssertNil(PoolEvidence(result, PoolPolicy(), at: now))
    }

    func testOldNewsIsNoNews() {
        var old = makeResult(.rateLimited)
        old.endedAt = WallTime(nanoseconds: 0)
        XCTAssertNil(PoolEvidence(old, PoolPolicy(), at: now))

        var reset = makeResult(.quotaExhausted)
        reset.endedAt = WallTime(nanoseconds: 0)
        var limit = LimitReport(limitClass: "usage_window", state: .rejected)
        limit.resetAt = WallTime(nanoseconds: 5)
        reset.limit = limit
        XCTAssertNil(PoolEvidence(reset, PoolPolicy(), at: now))
    }

    private func makeResult(_ reason: ReasonCode) -> RunResult {
        var result = RunResult(
            runID: "m1.1",
            fence: 1,
            outcome: .deferred,
            reason: reason,
            endedAt: now
        )
        result.scope = .pool
        return result
    }
}
