import Protocol

/// How the end of a runtime process is understood.
///
/// Order of trust: what it reported as its result, else `LANE_RESULT_FILE`, else its exit status.
/// A runtime that exits 0 after it said that it failed has failed, and one that dies of a signal
/// after it said that it was done is done.
///
/// Source: `docs/runtimes.md`, "The end of a run".
enum ExitContract {
    /// Judges an end.
    ///
    /// - Parameters:
    ///   - exit: How the process ended.
    ///   - result: Its reported result, or else the one in its result file.
    ///   - limit: The last limit by which it said to be refused; it says when to come again.
    /// - Returns: What the attempt ends with, unless somebody stopped it.
    static func verdict(
        exit: ExitStatus,
        result: ResultReport?,
        limit: LimitReport?
    ) -> Verdict {
        var verdict = result.map(judge) ?? judge(exit)
        if verdict.outcome == .deferred {
            verdict.retryAfterMilliseconds = limit?.retryAfterMilliseconds
        }
        return verdict
    }

    private static func judge(_ exit: ExitStatus) -> Verdict {
        switch exit {
        case .code(0): .finished()
        case .code(75): .deferred(.rateLimited, "the runtime exited with 75 (temporary)")
        case .code(77):
            .deferred(.authenticationNeeded, "the runtime exited with 77 (needs a login)")
        case .code(let code) where code == 78 || code == 126 || code == 127:
            .failed(.notRunnable, .lane, "the runtime exited with \(code) (cannot run here)")
        case .code(100): .failed(.permanent, .mission, "the runtime exited with 100 (permanent)")
        case .code(125):
            .failed(.lanePermanent, .lane, "the runtime exited with 125 (lane is unfit)")
        case .code(let code): .failed(.exitCode, .mission, "the runtime exited with \(code)")
        case .signal(let signal):
            .failed(.exitSignal, .mission, "the runtime was ended by signal \(signal)")
        case .unknown: .failed(.exitCode, .mission, "the runtime's exit status is unknown")
        }
    }

    private static func judge(_ result: ResultReport) -> Verdict {
        switch result.status {
        case .ok: .finished(summary: result.text)
        case .cancelled:
            .failed(.reportedError, .mission, result.text ?? "the runtime says it was cancelled")
        case .error: judgeError(result.errorClass, result.text)
        }
    }

    private static func judgeError(_ errorClass: String?, _ text: String?) -> Verdict {
        switch errorClass {
        case "rate_limited", "overloaded": .deferred(.rateLimited, text)
        case "usage_window", "quota_exhausted": .deferred(.quotaExhausted, text)
        case "auth": .deferred(.authenticationNeeded, text)
        case "context", "session": .failed(.reportedError, .session, text)
        case "not_runnable", "config": .failed(.notRunnable, .lane, text)
        case "lane_permanent": .failed(.lanePermanent, .lane, text)
        case "permanent": .failed(.permanent, .mission, text)
        case nil, .some: .failed(.reportedError, .mission, text)
        }
    }
}
