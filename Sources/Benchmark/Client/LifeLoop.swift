import Harness
import Protocol
import System

/// Submits jobs over some connections, each of which sends its next as soon as it has its answer,
/// and hears on one more of every mission's end.
struct LifeLoop {
    private let client: ControlClient
    private let prefix: String

    /// Subscribes.
    ///
    /// - Parameters:
    ///   - client: Its first connection hears of ends, the others submit.
    ///   - prefix: Begins every idempotency key; different for each loop of an instance.
    /// - Throws: `HarnessError`.
    init(_ client: ControlClient, prefix: String) throws(HarnessError) {
        self.client = client
        self.prefix = prefix
        var filter = EventFilter()
        filter.typePrefixes = [
            EventType.missionCompleted, .missionFailed, .missionTimedOut, .missionCancelled,
        ].map(\.rawValue)
        filter.follows = true
        _ = try client.ask(.eventsSubscribe(filter))
    }

    /// Submits so many jobs and waits for the end of each.
    ///
    /// - Returns: The time from the first submit to the last end.
    /// - Throws: `HarnessError` if one was refused or did not complete.
    func run(_ count: Int) throws(HarnessError) -> Interval {
        // Written before the clock starts: the client is not what is measured.
        let frames = (0..<count).map { client.frame(command($0)) }
        var (answers, ends): ([[UInt8]], [[UInt8]]) = ([], [])
        var next = 0
        func sendNext(_ connection: Int) throws(HarnessError) {
            guard next < count else { return }
            try client.lines.send(frames[next], to: connection)
            next += 1
        }
        let start = Clock.bootTime()
        for connection in client.connections.dropFirst() { try sendNext(connection) }
        while ends.count < count {
            let arrivals = try client.lines.receive(until: Clock.bootTime() + .seconds(20))
            guard !arrivals.isEmpty else {
                throw HarnessError("\(ends.count) of \(count) missions have ended, none in 20 s")
            }
            for arrival in arrivals {
                if arrival.source == client.connections[0] {
                    ends.append(arrival.line)
                } else {
                    answers.append(arrival.line)
                    try sendNext(arrival.source)
                }
            }
        }
        let span = Clock.bootTime().since(start)
        for answer in answers { _ = try ControlClient.reply(answer) }
        for end in ends { try checkCompleted(end) }
        return span
    }

    /// Submits one job to an idle instance.
    ///
    /// - Returns: The time from the submit to the event of its end.
    /// - Throws: `HarnessError` if it did not complete.
    func runOne(_ number: Int) throws(HarnessError) -> Interval {
        let frame = client.frame(command(number))
        let sentAt = Clock.bootTime()
        try client.lines.send(frame, to: client.connections[1])
        let source = client.connections[0]
        let end = try client.lines.first("the end of a mission", from: source) {
            (arrival) throws(HarnessError) in arrival
        }
        let span = end.at.since(sentAt)
        try checkCompleted(end.line)
        return span
    }

    private func command(_ number: Int) -> ControlCommand {
        .missionSubmit([SampleMission.job(key: "\(prefix)-\(number)")], isDryRun: false)
    }

    private func checkCompleted(_ line: [UInt8]) throws(HarnessError) {
        let event = try ControlClient.event(line)
        guard event?.type == .missionCompleted else {
            throw HarnessError(event?.summary ?? "an answer where an event was due")
        }
    }
}
