import Protocol

/// Waits until missions have ended.
struct Waiter {
    private let invocation: Invocation
    private let client: ControlClient

    init(_ invocation: Invocation, _ client: ControlClient) {
        self.invocation = invocation
        self.client = client
    }

    /// Waits for missions one after the other, and prints the end of each as soon as it is known.
    ///
    /// Several missions in `json` are one list, printed when the waiting is over: of those that have
    /// ended by then.
    ///
    /// - Parameters:
    ///   - missions: Ids or prefixes.
    ///   - deadline: When to stop waiting; nil means never.
    /// - Returns: 0 if all completed, 99 if the time was over before one ended, else 1; 130 after
    ///   Ctrl-C.
    /// - Throws: `Failure`: what the supervisor refused, or 69.
    func wait(for missions: [MissionID], until deadline: MonotonicTime?) throws(Failure) -> Int32 {
        try client.catchInterrupts()
        let isOneDocument = missions.count > 1 && invocation.printer.format == .json
        var status: Int32 = 0
        var items: [String] = []
        for mission in missions {
            status = max(
                status,
                try Monitor(invocation).run(over: mission) { () throws(Failure) in
                    guard let answer = try waitForOne(mission, until: deadline) else {
                        return ExitCode.waitTimedOut.rawValue
                    }
                    let view = try answer.mission()
                    if isOneDocument { items.append(answer.json) } else { print(answer, view) }
                    return view.state.status == .completed ? 0 : ExitCode.objectFailed.rawValue
                }
            )
            if status == Failure.interruptedStatus { break }
        }
        if isOneDocument {
            invocation.printer.list(kind: "MissionList", items: items, names: []) { "" }
        }
        return status
    }

    private func waitForOne(
        _ mission: MissionID,
        until deadline: MonotonicTime?
    ) throws(Failure) -> Answer? {
        let answer = try ask(mission, until: deadline)
        if answer == nil {
            invocation.printer.say("still running: \(mission)  (the time to wait is over)")
        }
        return answer
    }

    private func print(_ answer: Answer, _ view: MissionView) {
        invocation.printer.object(
            json: answer.json,
            name: view.envelope.missionID?.rawValue ?? ""
        ) {
            MissionText(now: invocation.now, style: invocation.printer.style).outcome(view)
        }
    }

    /// Asks until the mission has ended; nil if the deadline came first.
    private func ask(
        _ mission: MissionID,
        until deadline: MonotonicTime?
    ) throws(Failure) -> Answer? {
        while true {
            let left = deadline.map { $0.since(invocation.world.now().boot).wholeMilliseconds }
            let command = ControlCommand.missionWait(mission, timeoutMilliseconds: left)
            do throws(Failure) {
                // The supervisor's own clock ends the wait; ours is the backstop.
                let backstop = deadline.map { $0 + .seconds(5) }
                let answer = try client.ask(command, until: backstop)
                if try answer.mission().state.status.isTerminal { return answer }
            } catch {
                guard error.refusal?.reason == .waitTimedOut || isOver(deadline) else {
                    throw error
                }
            }
            if isOver(deadline) { return nil }
        }
    }

    private func isOver(_ deadline: MonotonicTime?) -> Bool {
        deadline.map { $0 <= invocation.world.now().boot } ?? false
    }
}
