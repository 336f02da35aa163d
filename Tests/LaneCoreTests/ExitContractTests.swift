import LaneCore
import Protocol
import XCTest

final class ExitContractTests: XCTestCase {
    private struct Expectation {
        let outcome: AttemptOutcome
        let reason: ReasonCode
        let scope: FailureScope?

        init(_ outcome: AttemptOutcome, _ reason: ReasonCode, _ scope: FailureScope?) {
            self.outcome = outcome
            self.reason = reason
            self.scope = scope
        }
    }

    func testEveryExitCodeOfTheContract() {
        let table: [(ExitStatus, Expectation)] = [
            (.code(0), Expectation(.completed, .finished, nil)),
            (.code(75), Expectation(.deferred, .rateLimited, .pool)),
            (.code(77), Expectation(.deferred, .authenticationNeeded, .pool)),
            (.code(78), Expectation(.failed, .notRunnable, .lane)),
            (.code(126), Expectation(.failed, .notRunnable, .lane)),
            (.code(127), Expectation(.failed, .notRunnable, .lane)),
            (.code(100), Expectation(.failed, .permanent, .mission)),
            (.code(125), Expectation(.failed, .lanePermanent, .lane)),
            (.code(1), Expectation(.failed, .exitCode, .mission)),
            (.code(255), Expectation(.failed, .exitCode, .mission)),
            (.signal(11), Expectation(.failed, .exitSignal, .mission)),
            (.unknown, Expectation(.failed, .exitCode, .mission)),
        ]
        for (exit, expectation) in table {
            check(end(exit: exit), expectation, "\(exit)")
        }
    }

    func testEveryErrorClassThatMeansSomething() {
        let table: [(String?, Expectation)] = [
            ("rate_limited", Expectation(.deferred, .rateLimited, .pool)),
            ("usage_window", Expectation(.deferred, .quotaExhausted, .pool)),
            ("quota_exhausted", Expectation(.deferred, .quotaExhausted, .pool)),
            ("overloaded", Expectation(.deferred, .rateLimited, .pool)),
            ("auth", Expectation(.deferred, .authenticationNeeded, .pool)),
            ("context", Expectation(.failed, .reportedError, .session)),
            ("session", Expectation(.failed, .reportedError, .session)),
            ("not_runnable", Expectation(.failed, .notRunnable, .lane)),
            ("config", Expectation(.failed, .notRunnable, .lane)),
            ("permanent", Expectation(.failed, .permanent, .mission)),
            ("lane_permanent", Expectation(.failed, .lanePermanent, .lane)),
            ("anything else", Expectation(.failed, .reportedError, .mission)),
            (nil, Expectation(.failed, .reportedError, .mission)),
        ]
        for (errorClass, expectation) in table {
            var report = ResultReport(status: .error)
            report.errorClass = errorClass
            check(
                end(exit: .code(0), reports: [.result(report)]),
                expectation,
                errorClass ?? "nil"
            )
        }
    }

    func testReportIsTrustedBeforeTheFileAndTheFileBeforeTheCode() {
        let good = ResultReport(status: .ok)
        let bad = ResultReport(status: .error)

        XCTAssertEqual(
            end(exit: .code(0), file: bad, reports: [.result(good)])?.outcome,
            .completed
        )
        XCTAssertEqual(end(exit: .code(0), file: good, reports: [.result(bad)])?.outcome, .failed)
        XCTAssertEqual(end(exit: .code(1), file: good)?.outcome, .completed)
        XCTAssertEqual(end(exit: .code(0), file: bad)?.outcome, .failed)
    }

    func testRuntimeThatSaysCancelledWithoutUsHasFailed() {
        check(
            end(exit: .code(0), reports: [.result(ResultReport(status: .cancelled))]),
            Expectation(.failed, .reportedError, .mission),
            "cancelled"
        )
    }

    func testDeferralWaitsAsLongAsTheLimitSaid() {
        let reading = LimitReport(limitClass: "usage_window", isRejected: false)
        let rejected = LimitReport(
            limitClass: "rate_limited",
            isRejected: true,
            retryAfterMilliseconds: 7_000
        )

        let reports: [RuntimeReport] = [.limit(rejected), .limit(reading)]

        XCTAssertEqual(end(exit: .code(75), reports: reports)?.retryAfterMilliseconds, 7_000)
        XCTAssertNil(end(exit: .code(1), reports: reports)?.retryAfterMilliseconds)
    }

    /// Runs a runtime that says `reports` and exits so; returns the result that is written.
    private func end(
        exit: ExitStatus,
        file: ResultReport? = nil,
        reports: [RuntimeReport] = []
    ) -> RunResult? {
        var bench = Bench.executing()
        for report in reports { _ = bench.handle(.reported(Bench.run, report)) }
        _ = bench.handle(.leaderExited(Bench.run, exit, resultFile: file))
        guard case .writeOutbox(let result) = bench.handle(.treeGone(Bench.run)).first else {
            return nil
        }
        return result
    }

    private func check(
        _ result: RunResult?,
        _ expectation: Expectation,
        _ name: String,
        line: UInt = #line
    ) {
        XCTAssertEqual(result?.outcome, expectation.outcome, name, line: line)
        XCTAssertEqual(result?.reason, expectation.reason, name, line: line)
        XCTAssertEqual(result?.scope, expectation.scope, name, line: line)
    }
}
