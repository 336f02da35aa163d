import Harness
import Protocol
import System

/// Everything that we say to the supervisor and hear of it, on connections that come back: some for
/// submits, one for questions and orders, one for events.
final class LoadClient {
    private let loop: EventLoop
    private let interruption: Interruption
    private let interruptionRegistration: Registration
    private let submitters: [LoadConnection]
    private let control: LoadConnection
    private let events: LoadConnection
    private var nextSubmitter = 0

    /// Connects with the first `wait`.
    ///
    /// - Parameters:
    ///   - path: The control socket.
    ///   - submitterCount: How many connections submit, from 1.
    ///   - cursor: Events after this one are heard.
    ///   - interruption: Ends every wait.
    /// - Throws: `HarnessError`.
    init(
        path: String,
        submitterCount: Int,
        eventsAfter cursor: UInt64,
        _ interruption: Interruption
    ) throws(HarnessError) {
        let (loop, registration) = try HarnessError.describing { () throws(SystemError) in
            let loop = try EventLoop()
            return (loop, try loop.register(interruption.descriptor, interest: .read))
        }
        self.loop = loop
        self.interruption = interruption
        interruptionRegistration = registration
        submitters = (0..<submitterCount).map { _ in LoadConnection(path: path, loop: loop) }
        control = LoadConnection(path: path, loop: loop)
        events = LoadConnection(path: path, loop: loop, subscribedAfter: cursor)
    }

    private var connections: [LoadConnection] { submitters + [control, events] }

    /// The last event that was heard.
    var cursor: UInt64 { events.cursor }

    /// How many questions wait for an answer, orders and readings among them.
    var openQuestionCount: Int { connections.reduce(0) { $0 + $1.openQuestionCount } }

    /// Submits a mission until it is answered; the connections take turns.
    ///
    /// - Parameters:
    ///   - envelope: It has a key, so that it may be sent again.
    ///   - number: Comes back with the answer.
    /// - Throws: `HarnessError`.
    func submit(_ envelope: MissionEnvelope, number: Int) throws(HarnessError) {
        let command = ControlCommand.missionSubmit([envelope], isDryRun: false)
        try submitter().ask(command, .mission(number))
    }

    /// Orders something that may be ordered twice, until it is answered.
    func order(_ command: ControlCommand) throws(HarnessError) {
        try submitter().ask(command, .repeatedOrder)
    }

    private func submitter() -> LoadConnection {
        defer { nextSubmitter = (nextSubmitter + 1) % submitters.count }
        return submitters[nextSubmitter]
    }

    /// Asks once; the answer is lost if the connection is.
    func ask(
        _ command: ControlCommand,
        _ subject: LoadConnection.Subject
    ) throws(HarnessError) {
        try control.ask(command, subject)
    }

    /// Waits for answers and events, and connects again what was lost.
    ///
    /// - Parameter deadline: Boot time to return at; one that has passed makes it a look.
    /// - Returns: What has come, in its order on each connection; empty at the deadline, and when
    ///   a connection was made.
    /// - Throws: `HarnessError`, also when we were asked to end.
    func wait(until deadline: MonotonicTime) throws(HarnessError) -> [LoadConnection.News] {
        let wakeUp = connections.compactMap(\.retryAt).reduce(deadline) { min($0, $1) }
        let readiness = try HarnessError.describing { () throws(SystemError) in
            try loop.wait(until: wakeUp)
        }
        let now = Clock.now()
        var news: [LoadConnection.News] = []
        for ready in readiness {
            guard ready.registration != interruptionRegistration else {
                try interruption.check()
                continue
            }
            // One that was lost earlier in this turn has no registration any more.
            for connection in connections where connection.registration == ready.registration {
                news += try connection.receive(at: now)
            }
        }
        for connection in connections { try connection.advance(at: now.boot) }
        return news
    }
}
