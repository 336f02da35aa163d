import Protocol

/// Waits until lanes are drained, and says every five seconds what still keeps them from it.
struct DrainMonitor {
    /// How often what blocks is said, in seconds.
    private static let noteSeconds: UInt64 = 5

    private let invocation: Invocation
    private let client: ControlClient

    init(_ invocation: Invocation, _ client: ControlClient) {
        self.invocation = invocation
        self.client = client
    }

    /// Waits for lanes one after the other.
    ///
    /// - Returns: 0 if all are drained, 1 if one is open, 99 if the time was over first, 130
    ///   after Ctrl-C. The first that is not 0 ends it.
    func wait(for lanes: [LaneID], until deadline: MonotonicTime?) throws(Failure) -> Int32 {
        try client.catchInterrupts()
        for lane in lanes {
            let status = try Monitor(invocation).run(
                "still draining: \(lane)  (lanectl lane show \(lane), lanectl undrain \(lane))"
            ) { () throws(Failure) in
                try waitForOne(lane, until: deadline)
            }
            guard status == 0 else { return status }
        }
        return 0
    }

    private func waitForOne(
        _ lane: LaneID,
        until deadline: MonotonicTime?
    ) throws(Failure) -> Int32 {
        var nextNote = invocation.world.now().boot
        while true {
            let view = try client.ask(.laneGet(lane)).lane()
            switch view.record.admission {
            case .drained:
                invocation.printer.note("\(lane): drained")
                return 0
            case .open:
                invocation.printer.say("\(lane): open, nobody drains it now")
                return ExitCode.objectFailed.rawValue
            case .draining:
                break
            }
            let now = invocation.world.now().boot
            if let deadline, deadline <= now {
                invocation.printer.say("still draining: \(lane)  (the time to wait is over)")
                return ExitCode.waitTimedOut.rawValue
            }
            if nextNote <= now {
                invocation.printer.note("\(lane): " + blockers(of: view))
                nextNote = now + .seconds(Self.noteSeconds)
            }
            try client.pause(milliseconds: invocation.world.pollMilliseconds)
        }
    }

    /// What a drain still waits for.
    private func blockers(of lane: LaneView) -> String {
        let until = lane.record.drainDeadlineAt.map { deadline in
            ", at most \(AgeText.text(seconds: deadline.since(invocation.now).wholeSeconds)) more"
        }
        guard !lane.runs.isEmpty else {
            return "draining, waits for its worker to end" + (until ?? "")
        }
        let runs = lane.runs.map(\.rawValue).joined(separator: ", ")
        return "draining, waits for \(runs)" + (until ?? "")
    }
}
