import Protocol

/// The life of one run, from the order to the result that is handed to the outbox.
///
/// ```
/// starting ──► executing ──► checking ──► ending ──► over
///     │            └── failed or stopped ───▲          ▲
///     └── no process: launch failed, or no-op ─────────┘
/// ```
struct RunMachine: Equatable {
    /// How far the run has come.
    enum State: Equatable {
        /// The launch was asked for. Leaves to: executing (launched), ending (launched after a
        /// stop), over (no process, or a no-op).
        case starting(stop: Stop?)
        /// The runtime process runs. Leaves to: checking (a good end, and there are checks), ending
        /// (any other end, or a stop).
        case executing
        /// The runtime ended well; check `index` runs. Leaves to: checking (the next one), ending
        /// (the last one passed, one failed, or a stop).
        case checking(index: Int, Verdict)
        /// The tree is being ended. Leaves to: over (the tree is gone).
        case ending(Ending)
        /// The result was handed over. Leaves to: nothing.
        case over
    }

    /// A stop that came before there was a process.
    struct Stop: Equatable {
        /// Why.
        var intent: StopIntent
        /// Whether the ladder starts at SIGKILL.
        var isImmediate: Bool
    }

    /// What is true while the tree is being ended.
    struct Ending: Equatable {
        /// What the result will say.
        var verdict: Verdict
        /// The signals and the survey.
        var tree: TreeEnd
    }

    /// What must be done, or what has come of it.
    enum Output: Equatable {
        /// An effect of the worker.
        case effect(LaneCore.Effect)
        /// Something to say to the supervisor, if there is one.
        case report(LaneReport)
        /// The run is over.
        case ended(RunResult)
    }

    /// The most bytes of a result's summary.
    static let summaryByteCountMax = 4096

    /// What was ordered.
    let order: LaunchOrder
    /// How far it has come.
    private(set) var state = State.starting(stop: nil)
    /// What it said and used.
    private(set) var figures = RunFigures()
    /// The runtime process, once there is one.
    private(set) var leader: ProcessIdentity?
    private let patience: Interval
    private var startedAt: WallTime?
    private var exit: ExitStatus?

    /// Creates a run that has been ordered and not launched.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - patience: How long the tree may survive SIGKILL before it is reported.
    init(_ order: LaunchOrder, patience: Interval) {
        self.order = order
        self.patience = patience
    }

    /// Its name and fence.
    var key: RunKey { RunKey(runID: order.runID, fence: order.fence) }

    /// What a hello says of it.
    var phase: RunPhase {
        switch state {
        case .starting: .starting
        case .executing: .executing
        case .checking: .checking
        case .ending, .over: .stopping
        }
    }

    /// The members of its tree that survive SIGKILL past all patience; nil if there are none.
    var survivorCount: Int? {
        switch state {
        case .ending(let ending): ending.tree.survivorCount
        case .starting, .executing, .checking, .over: nil
        }
    }

    /// When `tick` has something to do.
    var nextDeadline: MonotonicTime? {
        switch state {
        case .executing: [figures.noticeDueAt, figures.questionDueAt].compactMap { $0 }.min()
        case .starting, .checking: figures.noticeDueAt
        case .ending(let ending): ending.tree.nextDeadline
        case .over: nil
        }
    }

    // MARK: - Events

    /// The runtime process exists.
    mutating func launched(
        leader: ProcessIdentity,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        switch state {
        case .starting(let stop):
            self.leader = leader
            startedAt = now.wall
            state = .executing
            outputs.append(
                .report(.started(runID: order.runID, fence: order.fence, leader: leader))
            )
            if let stop { self.stop(stop, at: now, into: &outputs) }
        case .executing, .checking, .ending, .over: break
        }
    }

    /// There is no process.
    mutating func launchFailed(
        _ failure: LaneCore.LaunchFailure,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        switch state {
        case .starting(let stop):
            let verdict =
                stop.map { .stopped($0.intent) }
                ?? Verdict.failed(failure.reason, failure.scope, failure.message)
            finish(verdict, leftoverProcessCount: 0, at: now, into: &outputs)
        case .executing, .checking, .ending, .over: break
        }
    }

    /// Its profile is a no-op: it is over as soon as it is ordered, without a process.
    ///
    /// Checks are commands, and there is no run in which they could be started: a mission that has
    /// any fails for good rather than be called completed.
    mutating func endWithoutProcess(at now: Instant, into outputs: inout [Output]) {
        switch state {
        case .starting:
            startedAt = now.wall
            let sentence = "the profile is a no-op, which has no process that checks could follow"
            let verdict =
                order.envelope.checks.isEmpty
                ? Verdict.finished() : .failed(.permanent, .mission, sentence)
            finish(verdict, leftoverProcessCount: 0, at: now, into: &outputs)
        case .executing, .checking, .ending, .over: break
        }
    }

    /// It wrote something.
    mutating func outputReceived(byteCount: UInt64, droppedByteCount: UInt64) {
        figures.count(byteCount: byteCount, droppedByteCount: droppedByteCount)
    }

    /// The runtime reported something.
    ///
    /// Figures count until the result is made; questions and progress are passed on only while the
    /// runtime runs.
    mutating func reported(
        _ report: RuntimeReport,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        let said = figures.take(report, of: key, at: now.boot)
        switch state {
        case .starting, .executing: outputs += said.map(Output.report)
        case .checking, .ending, .over: break
        }
    }

    /// The runtime process is gone.
    mutating func leaderExited(
        _ exit: ExitStatus,
        resultFile: ResultReport?,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        switch state {
        case .executing:
            withdrawQuestion(into: &outputs)
            self.exit = exit
            let verdict = ExitContract.verdict(
                exit: exit,
                result: figures.result ?? resultFile,
                limit: figures.limit
            )
            if verdict.outcome == .completed, !order.envelope.checks.isEmpty {
                report(.checking, into: &outputs)
                launchCheck(0, verdict, into: &outputs)
            } else {
                end(verdict, into: &outputs)
            }
        case .ending:
            if self.exit == nil { self.exit = exit }
            processExited(into: &outputs)
        case .starting, .checking, .over: break
        }
    }

    /// The process of a check is gone.
    mutating func checkExited(
        index: Int,
        _ exit: ExitStatus,
        into outputs: inout [Output]
    ) {
        switch state {
        case .checking(index, let verdict):
            if exit != .code(0) {
                end(.failed(.checkFailed, .mission, describe(index, exit)), into: &outputs)
            } else if index + 1 < order.envelope.checks.count {
                launchCheck(index + 1, verdict, into: &outputs)
            } else {
                end(verdict, into: &outputs)
            }
        case .ending: processExited(into: &outputs)
        case .starting, .executing, .checking, .over: break
        }
    }

    /// A check could not be started.
    mutating func checkLaunchFailed(
        index: Int,
        _ failure: LaneCore.LaunchFailure,
        into outputs: inout [Output]
    ) {
        switch state {
        case .checking(index, _):
            let text = "check \(index + 1) could not be started: \(failure.message)"
            end(.failed(.checkFailed, .mission, text), into: &outputs)
        case .ending: processExited(into: &outputs)
        case .starting, .executing, .checking, .over: break
        }
    }

    /// Somebody wants the run to end; the newest intent decides the outcome.
    mutating func stop(_ stop: Stop, at now: Instant, into outputs: inout [Output]) {
        switch state {
        case .starting(let earlier):
            let isImmediate = stop.isImmediate || earlier?.isImmediate == true
            state = .starting(stop: Stop(intent: stop.intent, isImmediate: isImmediate))
        case .executing, .checking:
            withdrawQuestion(into: &outputs)
            report(.stopping, into: &outputs)
            let ending = Ending(
                verdict: .stopped(stop.intent),
                tree: TreeEnd(awaitsProcess: true)
            )
            climb(ending, isImmediate: stop.isImmediate, at: now, into: &outputs)
        case .ending(var ending):
            ending.verdict = .stopped(stop.intent)
            climb(ending, isImmediate: stop.isImmediate, at: now, into: &outputs)
        case .over: break
        }
    }

    /// Members of the tree are left.
    mutating func treeSurveyed(
        processCount: Int,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        switch state {
        case .ending(var ending):
            let actions = ending.tree.surveyed(
                processCount: processCount,
                leftoverGrace: .milliseconds(order.profile.leftoverGraceMilliseconds),
                patience: patience,
                at: now.boot
            )
            state = .ending(ending)
            perform(actions, into: &outputs)
        case .starting, .executing, .checking, .over: break
        }
    }

    /// No member of the tree is left.
    mutating func treeGone(at now: Instant, into outputs: inout [Output]) {
        switch state {
        case .ending(var ending):
            let isOver = ending.tree.gone(at: now.boot)
            state = .ending(ending)
            guard isOver else { return }
            let leftoverProcessCount = ending.tree.leftoverProcessCount ?? 0
            finish(
                ending.verdict,
                leftoverProcessCount: leftoverProcessCount,
                at: now,
                into: &outputs
            )
        case .starting, .executing, .checking, .over: break
        }
    }

    /// Time has passed.
    mutating func tick(at now: Instant, into outputs: inout [Output]) {
        switch state {
        case .starting, .executing, .checking:
            outputs += figures.takeDueNotices(of: key, at: now.boot).map(Output.report)
            // What has exited waits for no answer.
            if state == .executing, let question = figures.takeDueQuestion(at: now.boot) {
                outputs.append(.report(question))
            }
        case .ending(var ending):
            let actions = ending.tree.tick(at: now.boot)
            state = .ending(ending)
            perform(actions, into: &outputs)
        case .over: break
        }
    }

    // MARK: - Steps

    /// A question ends with its runtime, before anything else is said of the run.
    private func withdrawQuestion(into outputs: inout [Output]) {
        guard state == .executing, figures.standingQuestion != nil else { return }
        outputs.append(.report(.unblocked(runID: order.runID, fence: order.fence)))
    }

    private mutating func launchCheck(
        _ index: Int,
        _ verdict: Verdict,
        into outputs: inout [Output]
    ) {
        state = .checking(index: index, verdict)
        let argv = order.envelope.checks[index]
        outputs.append(.effect(.launchCheck(order.runID, index: index, argv: argv)))
    }

    private mutating func end(_ verdict: Verdict, into outputs: inout [Output]) {
        report(.stopping, into: &outputs)
        var tree = TreeEnd(awaitsProcess: false)
        let actions = tree.begin()
        state = .ending(Ending(verdict: verdict, tree: tree))
        perform(actions, into: &outputs)
    }

    private mutating func climb(
        _ ending: Ending,
        isImmediate: Bool,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        var ending = ending
        let actions = ending.tree.stop(
            isImmediate: isImmediate,
            grace: .milliseconds(order.profile.termGraceMilliseconds),
            at: now.boot
        )
        state = .ending(ending)
        perform(actions, into: &outputs)
    }

    private mutating func processExited(into outputs: inout [Output]) {
        guard case .ending(var ending) = state else { return }
        let actions = ending.tree.processExited()
        state = .ending(ending)
        perform(actions, into: &outputs)
    }

    private func perform(_ actions: [TreeAction], into outputs: inout [Output]) {
        for action in actions {
            switch action {
            case .signal(let signal): outputs.append(.effect(.signalTree(order.runID, signal)))
            case .survey: outputs.append(.effect(.surveyTree(order.runID)))
            case .reportSurvivors(let count):
                outputs.append(
                    .report(
                        .treeNotDead(runID: order.runID, fence: order.fence, processCount: count)
                    )
                )
            }
        }
    }

    private func report(_ phase: RunPhase, into outputs: inout [Output]) {
        outputs.append(
            .report(.phaseChanged(runID: order.runID, fence: order.fence, phase: phase))
        )
    }

    private mutating func finish(
        _ verdict: Verdict,
        leftoverProcessCount: Int,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        state = .over
        var result = RunResult(
            runID: order.runID,
            fence: order.fence,
            outcome: verdict.outcome,
            reason: verdict.reason,
            endedAt: now.wall
        )
        result.scope = verdict.scope
        // A longer one could not be read back from the outbox.
        result.summary = verdict.summary?.prefix(utf8Max: Self.summaryByteCountMax)
        result.retryAfterMilliseconds = verdict.retryAfterMilliseconds
        result.limit = figures.limit
        result.exit = exit
        result.leftoverProcessCount = leftoverProcessCount
        result.startedAt = startedAt
        result.usage = figures.usage
        result.resumePhase = figures.resumePhase ?? order.resumePhase
        result.runtimeSession = figures.runtimeSession
        result.artifacts = figures.artifacts
        result.logBytesDropped = figures.logBytesDropped
        outputs.append(.ended(result))
    }

    private func describe(_ index: Int, _ exit: ExitStatus) -> String {
        let command = order.envelope.checks[index].joined(separator: " ")
        switch exit {
        case .code(let code): return "check \(index + 1) (\(command)) exited with \(code)"
        case .signal(let signal): return "check \(index + 1) (\(command)) ended by signal \(signal)"
        case .unknown: return "check \(index + 1) (\(command)) has an unknown exit status"
        }
    }
}
