import Protocol

extension RunMachine {
    /// What a heartbeat says of it.
    var heartbeat: Heartbeat.Run {
        Heartbeat.Run(
            runID: order.runID,
            fence: order.fence,
            progressCounter: figures.progressCounter,
            isToolInFlight: figures.isToolInFlight,
            usage: figures.usage
        )
    }

    /// What a supervisor that has just come must hear of it again, because what was said when it
    /// became so may be lost: its leader, its question or that it has none, and what survives
    /// SIGKILL.
    var standingReports: [LaneReport] {
        var reports: [LaneReport] = []
        if let leader {
            reports.append(.started(runID: order.runID, fence: order.fence, leader: leader))
            reports.append(standingQuestion)
        }
        if let count = survivorCount {
            reports.append(
                .treeNotDead(runID: order.runID, fence: order.fence, processCount: count)
            )
        }
        return reports
    }

    /// A question stands only as long as its runtime.
    private var standingQuestion: LaneReport {
        if state == .executing, let question = figures.standingQuestion {
            return .blocked(runID: order.runID, fence: order.fence, question: question)
        }
        return .unblocked(runID: order.runID, fence: order.fence)
    }

    /// Applies an event of the worker that is about this run; every other event is not for it.
    mutating func handle(
        _ event: LaneCore.Event,
        at now: Instant,
        into outputs: inout [Output]
    ) {
        switch event {
        case .launched(_, let leader): launched(leader: leader, at: now, into: &outputs)
        case .launchFailed(_, let failure): launchFailed(failure, at: now, into: &outputs)
        case .outputReceived(_, let byteCount, let droppedByteCount):
            outputReceived(byteCount: byteCount, droppedByteCount: droppedByteCount)
        case .reported(_, let report): reported(report, at: now, into: &outputs)
        case .leaderExited(_, let exit, let resultFile):
            leaderExited(exit, resultFile: resultFile, at: now, into: &outputs)
        case .checkExited(_, let index, let exit): checkExited(index: index, exit, into: &outputs)
        case .checkLaunchFailed(_, let index, let failure):
            checkLaunchFailed(index: index, failure, into: &outputs)
        case .treeSurveyed(_, let processCount):
            treeSurveyed(processCount: processCount, at: now, into: &outputs)
        case .treeGone: treeGone(at: now, into: &outputs)
        case .commandReceived, .connectionClosed, .outboxWritten, .outboxWriteFailed,
            .terminationRequested, .tick:
            break
        }
    }
}
