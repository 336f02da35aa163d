import Protocol

/// Prints the logs of a mission's attempts, and goes on until the mission has ended.
struct LogFollower {
    /// Which attempt; nil for the last, and from there on every one that follows.
    var attempt: Int?
    /// Only so much of the end of the first log that is printed; nil for all of it.
    var tailByteCount: Int?
    /// When to stop; nil means never.
    var deadline: MonotonicTime?
    private let invocation: Invocation
    private let client: ControlClient
    private let given: MissionID

    init(_ invocation: Invocation, _ client: ControlClient, _ mission: MissionID) {
        self.invocation = invocation
        self.client = client
        given = mission
    }

    /// The mission's whole id.
    func find() throws(Failure) -> MissionID {
        try client.ask(.missionGet(given)).mission().envelope.missionID ?? given
    }

    /// Prints what there is now.
    func printOnce() throws(Failure) {
        var request = makeRequest(attempt)
        var chunk: LogChunk
        repeat {
            chunk = try printPiece(request)
            request.offset = chunk.nextOffset
        } while chunk.nextOffset < chunk.byteCount && !chunk.text.isEmpty
    }

    /// Prints until the mission has ended, or the one attempt that was asked for has.
    ///
    /// - Returns: The mission as it was when everything had been printed.
    /// - Throws: `Failure` with 99 at the deadline.
    func followToEnd() throws(Failure) -> Answer {
        var number = attempt
        var isFirst = true
        while true {
            let answer = try client.ask(.missionGet(given))
            let mission = try answer.mission()
            let latest = mission.attempts.map(\.number).max()
            let next = number ?? latest
            guard let next, let latest, next <= latest else {
                if mission.state.status.isTerminal { return answer }
                try pause()
                continue
            }
            try follow(attempt: next, isFirst: isFirst)
            if attempt != nil { return try client.ask(.missionGet(given)) }
            isFirst = false
            number = next + 1
        }
    }

    private func follow(attempt number: Int, isFirst: Bool) throws(Failure) {
        var request = makeRequest(number)
        if !isFirst { request.offset = 0 }
        while true {
            let chunk = try printPiece(request)
            let isAtEnd = chunk.nextOffset >= chunk.byteCount
            if chunk.isComplete, isAtEnd { return }
            request.offset = chunk.nextOffset
            if isAtEnd { try pause() }
        }
    }

    private func pause() throws(Failure) {
        if let deadline, deadline <= invocation.world.now().boot {
            throw Failure(.waitTimedOut, "the time to wait is over", hint: "lanectl wait \(given)")
        }
        try client.pause(milliseconds: invocation.world.pollMilliseconds)
    }

    private func makeRequest(_ number: Int?) -> LogRequest {
        var request = LogRequest(missionID: given)
        request.attempt = number
        request.offset = tailByteCount.map { -Int64($0) } ?? 0
        return request
    }

    private func printPiece(_ request: LogRequest) throws(Failure) -> LogChunk {
        let answer = try client.ask(.missionLogs(request))
        guard case .logs(let chunk) = answer.reply else { throw answer.unexpected("a log") }
        let printer = invocation.printer
        if printer.format == .jsonl {
            if !chunk.text.isEmpty { printer.write(answer.json + "\n") }
        } else {
            // A terminal obeys what is printed on it; a pipe gets the log as it is.
            printer.write(printer.isTerminal ? SafeText.log(chunk.text) : chunk.text)
        }
        return chunk
    }
}
