import Harness
import Protocol
import System

/// Submits missions over some connections, each of which sends its next as soon as it has its
/// answer.
struct ClosedLoop {
    private let client: ControlClient
    private let prefix: String
    private let mission: (String) -> MissionEnvelope

    /// - Parameters:
    ///   - client: Its connections are all used.
    ///   - prefix: Begins every idempotency key; different for each loop of an instance.
    ///   - mission: Makes what is submitted from its key.
    init(
        _ client: ControlClient,
        prefix: String,
        mission: @escaping (String) -> MissionEnvelope = SampleMission.waiting
    ) {
        self.client = client
        self.prefix = prefix
        self.mission = mission
    }

    /// Submits so many missions.
    ///
    /// - Returns: How long each took to be acknowledged, and all of them together.
    /// - Throws: `HarnessError` if one was refused.
    func run(_ count: Int) throws(HarnessError) -> (latencies: Samples, span: Interval) {
        // Written before the clock starts: the client is not what is measured.
        let frames = (0..<count).map { client.frame(command($0)) }
        var sentAt = [MonotonicTime](repeating: Clock.bootTime(), count: client.connections.count)
        var latencies = Samples()
        var answers: [[UInt8]] = []
        var next = 0
        func sendNext(_ connection: Int) throws(HarnessError) {
            guard next < count else { return }
            sentAt[connection] = Clock.bootTime()
            try client.lines.send(frames[next], to: connection)
            next += 1
        }
        let start = Clock.bootTime()
        for connection in client.connections { try sendNext(connection) }
        while answers.count < count {
            let arrivals = try client.lines.receive(until: Clock.bootTime() + .seconds(20))
            guard !arrivals.isEmpty else { throw HarnessError("no answer to a submit in 20 s") }
            for arrival in arrivals {
                latencies.add(arrival.at.since(sentAt[arrival.source]))
                answers.append(arrival.line)
                try sendNext(arrival.source)
            }
        }
        let span = Clock.bootTime().since(start)
        for answer in answers { try checkAcknowledged(answer) }
        return (latencies, span)
    }

    private func command(_ number: Int) -> ControlCommand {
        .missionSubmit([mission("\(prefix)-\(number)")], isDryRun: false)
    }

    private func checkAcknowledged(_ line: [UInt8]) throws(HarnessError) {
        guard case .missions(let missions, _) = try ControlClient.reply(line),
            missions.count == 1, missions[0].isNew
        else { throw HarnessError("a submit was not acknowledged as a new mission") }
    }
}
