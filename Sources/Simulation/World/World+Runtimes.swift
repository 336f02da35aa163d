import DataStructures
import LaneCore
import Protocol

/// What runtimes do, drawn when they are launched.
extension World {
    mutating func drawPlan(for order: LaunchOrder) -> RuntimePlan {
        var plan = RuntimePlan()
        plan.launchTime = strikes(.launchTimeout) ? longTime() : moment()
        plan.termTime = moment()
        plan.checkTime = moment()
        if strikes(.checkFailed) { plan.checkExit = .code(1) }
        if strikes(.launchFailed) {
            plan.launchFailure = LaneCore.LaunchFailure(
                reason: random.chance(percent: 50) ? .notRunnable : .launchFailed,
                scope: random.chance(percent: 50) ? .lane : .host,
                message: "no such file"
            )
        }
        drawTree(of: &plan)
        drawWork(of: &plan)
        drawEnd(of: &plan)
        return plan
    }

    private mutating func drawTree(of plan: inout RuntimePlan) {
        if strikes(.termIgnored) {
            plan.ignoresTerm = true
            plan.descendantsIgnoreTerm = true
        }
        if strikes(.termExitsClean) { plan.termExit = .code(0) }
        if strikes(.leftover) {
            plan.steps.append((moment(), .fork(count: Int(random.next(in: 1...3)))))
            if random.chance(percent: 50) { plan.descendantsIgnoreTerm = true }
        }
        // It shows only where a run is killed, which is seldom.
        if random.next(below: 1_000) < scenario.rate(.survivor) * 8, !isCalm {
            plan.survival = .milliseconds(random.next(in: 100...60_000))
        }
    }

    private mutating func drawWork(of plan: inout RuntimePlan) {
        let total = random.next(in: 1...max(1, scenario.runTime.wholeMilliseconds))
        if strikes(.flood) {
            for _ in 0..<random.next(in: 5...40) {
                plan.steps.append((.milliseconds(total / 40), .output(byteCount: 65_536)))
            }
        }
        if strikes(.blocked) {
            plan.steps.append((.milliseconds(total / 3), .report(.blocked(question: "may I?"))))
            if !isCalm, random.chance(percent: 25) {
                // It does not wait for the answer.
                let code = random.pick(from: [Int32(3), 75])
                plan.steps.append((moment(), .exit(.code(code), resultFile: nil)))
            }
            if random.chance(percent: 60) {
                let wait = Interval.milliseconds(total)
                plan.steps.append((wait, .report(.progress(text: "go", percent: nil))))
            }
        }
        if random.chance(percent: 20) {
            plan.steps.append((.milliseconds(total / 4), .report(.toolStarted(id: "a"))))
            plan.steps.append((moment(), .report(.toolEnded(id: "a"))))
        }
        if random.chance(percent: 60) { drawUsage(of: &plan, total: total) }
        if random.chance(percent: 10) {
            plan.steps.append((moment(), .report(.phase(name: "half"))))
            plan.steps.append((moment(), .report(.artifact(path: "out"))))
        }
        if strikes(.limitReading) {
            var limit = drawLimit(.reading)
            limit.utilization = limit.utilization.map { $0 / 2 }
            plan.steps.append((moment(), .report(.limit(limit))))
            // Much of it is used by this very run, and the provider warns.
            limit.state = .warning
            limit.utilization = limit.utilization.map {
                $0 + Double(random.next(below: 600)) / 1_000
            }
            plan.steps.append((moment(), .report(.limit(limit))))
        }
        if strikes(.limitRejected) {
            plan.steps.append((moment(), .report(.limit(drawLimit(.rejected)))))
        }
        plan.steps.append((.milliseconds(total), .output(byteCount: 10)))
    }

    /// Calls to a model, each with what it used; not every runtime says everything.
    private mutating func drawUsage(of plan: inout RuntimePlan, total: UInt64) {
        let saysTokens = random.chance(percent: 70)
        let saysCost = random.chance(percent: 70)
        for _ in 0..<random.next(in: 1...5) {
            var usage = Usage()
            usage.callCount = random.next(in: 0...3)
            if saysTokens {
                usage.inputTokenCount = random.next(in: 0...2) * 100
                usage.outputTokenCount = random.next(in: 0...1) * 100
            }
            if saysCost { usage.costMicroUSD = random.next(in: 0...3) * 10_000 }
            plan.steps.append((.milliseconds(total / 5), .report(.usage(usage))))
        }
    }

    /// What a provider says: some of it refuses for a while, some until a window is reset.
    private mutating func drawLimit(_ state: LimitReport.State) -> LimitReport {
        let kind = random.pick(from: ["rate_limited", "overloaded", "usage_window", "unheard_of"])
        var limit = LimitReport(limitClass: kind, state: state)
        limit.window = random.pick(from: ["five_hour", "weekly"])
        limit.utilization = Double(random.next(below: 1_100)) / 1_000
        limit.isBinding = random.chance(percent: 30)
        let isReset = state != .rejected || kind == "usage_window"
        if isReset { limit.resetAt = now.wall + .milliseconds(random.next(in: 1...60_000)) }
        return limit
    }

    private mutating func drawEnd(of plan: inout RuntimePlan) {
        if strikes(.stall) { return }
        if strikes(.rateLimited) { return deferred(&plan, .code(75)) }
        if strikes(.quotaExhausted) {
            var result = ResultReport(status: .error)
            result.errorClass = "quota_exhausted"
            plan.steps.append((moment(), .report(.result(result))))
            plan.steps.append((moment(), .exit(.code(1), resultFile: nil)))
            return
        }
        if strikes(.authenticationNeeded) { return deferred(&plan, .code(77)) }
        if strikes(.laneFailure) {
            let code = random.pick(from: [Int32(78), 126, 127, 125])
            plan.steps.append((moment(), .exit(.code(code), resultFile: nil)))
            return
        }
        if strikes(.permanentFailure) {
            plan.steps.append((moment(), .exit(.code(100), resultFile: nil)))
            return
        }
        if strikes(.sessionFailure) {
            var result = ResultReport(status: .error)
            result.errorClass = "session"
            plan.steps.append((moment(), .exit(.code(1), resultFile: result)))
            return
        }
        if !isCalm, random.chance(percent: 10) {
            let status = random.pick(from: [ExitStatus.code(1), .code(3), .signal(11)])
            plan.steps.append((moment(), .exit(status, resultFile: nil)))
            return
        }
        plan.steps.append((.zero, .finishWork))
        if strikes(.resultThenRuns) {
            plan.steps.append((moment(), .report(.result(ResultReport(status: .ok)))))
            plan.steps.append((longTime(), .exit(.code(1), resultFile: nil)))
            return
        }
        let file = random.chance(percent: 20) ? ResultReport(status: .ok) : nil
        plan.steps.append((moment(), .exit(.code(0), resultFile: file)))
    }

    private mutating func deferred(_ plan: inout RuntimePlan, _ status: ExitStatus) {
        if random.chance(percent: 50) {
            let limit = LimitReport(
                limitClass: "rate_limited",
                isRejected: true,
                retryAfterMilliseconds: random.next(in: 0...40_000)
            )
            plan.steps.append((moment(), .report(.limit(limit))))
        }
        plan.steps.append((moment(), .exit(status, resultFile: nil)))
    }

    /// The faults are off: what stalls goes on, unless somebody is stopping it.
    ///
    /// That one does nothing any more, so that it can end only because of the stop.
    mutating func calmRuntimes() {
        for run in runs.indices
        where runs[run].state == .running || runs[run].state == .launching {
            guard ledger.attempts[runs[run].id]?.intent == nil else {
                runs[run].plan.steps.removeSubrange(runs[run].nextStep...)
                continue
            }
            runs[run].plan.steps.append((.milliseconds(100), .finishWork))
            runs[run].plan.steps.append((.milliseconds(1), .exit(.code(0), resultFile: nil)))
            let isStalled = runs[run].nextStep == runs[run].plan.steps.count - 2
            if isStalled, runs[run].isLeaderAlive { planStep(of: run) }
        }
    }
}
