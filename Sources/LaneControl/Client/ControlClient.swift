import Protocol
import System

/// Asks the supervisor and waits for its answers.
///
/// A connection that breaks after a request was sent leaves open whether it was carried out. Where
/// saying it again changes nothing more (reading, a submit with its key, `pause`), the client
/// connects again and asks a second time, once; a wait is asked again as often as the supervisor
/// comes back. Everything else fails with 69 and says so.
final class ControlClient {
    /// How a request is taken that may have been carried out.
    enum Repetition {
        /// Asked again, once.
        case once
        /// Asked again each time the supervisor comes back.
        case always
        /// Not asked again.
        case never
    }

    /// Where the supervisor listens.
    let path: String
    /// What the supervisor said at the last greeting; nil before the first.
    private(set) var greeting: ServerHello?
    private let world: World
    private var interrupts: InterruptSource?
    private var connection: ControlConnection?
    private var lastID: Int64 = 0

    init(path: String, world: World) {
        self.path = path
        self.world = world
    }

    /// From here on Ctrl-C ends waits with `Failure.interrupted` instead of the process.
    func catchInterrupts() throws(Failure) {
        guard interrupts == nil else { return }
        do throws(SystemError) {
            interrupts = try world.openInterrupts()
        } catch {
            throw Failure(error)
        }
    }

    /// Connects and says hello, if that has not been done.
    ///
    /// - Throws: `Failure` with 69 or 77, or what the supervisor refused.
    func connect() throws(Failure) {
        _ = try connected()
    }

    /// Connects again after a connection broke, and gives a supervisor that restarts time.
    func waitForReturn() throws(Failure) {
        _ = try reconnected()
    }

    // MARK: Asking

    /// Asks, and waits for an answer that comes at once.
    ///
    /// - Throws: `Failure`: what the supervisor refused; 69 if it cannot be reached; 75 if no answer
    ///   came in time; `Failure.interrupted`.
    func ask(_ command: ControlCommand) throws(Failure) -> Answer {
        try ask(command, until: after(world.answerMilliseconds))
    }

    /// Asks, and waits for an answer that comes when a condition is reached.
    ///
    /// - Parameters:
    ///   - command: The question.
    ///   - deadline: When to stop waiting; nil means never.
    /// - Returns: The answer, never a refusal.
    /// - Throws: As above.
    func ask(
        _ command: ControlCommand,
        until deadline: MonotonicTime?
    ) throws(Failure) -> Answer {
        var isRepeated = false
        while true {
            let connection = try isRepeated ? reconnected() : connected()
            switch try exchange(command, over: connection, until: deadline) {
            case .line(let line):
                return try answer(line)
            case .broken(let problem):
                self.connection = nil
                guard mayRepeat(command, isRepeated: isRepeated) else {
                    throw broken(problem, while: command)
                }
                isRepeated = true
            case .interrupted:
                throw .interrupted
            case .timedOut:
                // The answer may still come; it must not be taken for that to another question.
                self.connection = nil
                throw noAnswer
            }
        }
    }

    /// Waits for the next notification after an `events.subscribe` that follows.
    ///
    /// - Returns: The event and its JSON; nil at the deadline.
    /// - Throws: `Failure`: 69 when the connection breaks; the caller asks again from its cursor.
    func nextEvent(until deadline: MonotonicTime?) throws(Failure) -> (EventRecord, String)? {
        guard let connection else { throw disconnected("it is not open") }
        while true {
            switch try receive(over: connection, until: deadline) {
            case .line(let line):
                guard case .event(let event) = try message(line) else { continue }
                let text = String(decoding: line, as: UTF8.self)
                return (event, RawJSON.member("params", of: text) ?? "{}")
            case .broken(let problem):
                self.connection = nil
                throw disconnected(problem)
            case .interrupted:
                throw .interrupted
            case .timedOut:
                return nil
            }
        }
    }

    /// Waits so long, or until Ctrl-C.
    func pause(milliseconds: UInt64) throws(Failure) {
        var items: [(descriptor: Int32, interest: Interest)] = []
        if let interrupts { items.append((interrupts.descriptor, .read)) }
        do throws(SystemError) {
            guard try Poll.wait(items, until: after(milliseconds)).isEmpty else {
                throw SystemError(call: "wait", errno: .wouldBlock)
            }
        } catch {
            throw error.isWouldBlock ? .interrupted : Failure(error)
        }
    }

    /// The boot time that lies so many milliseconds ahead.
    func after(_ milliseconds: UInt64) -> MonotonicTime {
        world.now().boot + .milliseconds(milliseconds)
    }

    // MARK: Connecting

    private func connected() throws(Failure) -> ControlConnection {
        if let connection { return connection }
        let opened: ControlConnection
        do throws(SystemError) {
            opened = try ControlConnection(path: path)
        } catch {
            throw unreachable(error)
        }
        greeting = try greet(over: opened)
        connection = opened
        return opened
    }

    /// Connects again, and gives a supervisor that restarts time to come back.
    private func reconnected() throws(Failure) -> ControlConnection {
        let deadline = after(world.returnMilliseconds)
        while true {
            do throws(Failure) {
                return try connected()
            } catch {
                guard error.status == ExitCode.unreachable.rawValue,
                    world.now().boot < deadline
                else { throw error }
                try pause(milliseconds: min(world.pollMilliseconds, 100))
            }
        }
    }

    private func greet(over connection: ControlConnection) throws(Failure) -> ServerHello {
        let hello = ControlHello(program: "lanectl", version: Version.text)
        let deadline = after(world.answerMilliseconds)
        switch try exchange(.hello(hello), over: connection, until: deadline) {
        case .line(let line):
            guard case .hello(let greeting) = try answer(line).reply else {
                throw Failure(.unreachable, "\"\(path)\" is not a supervisor's control socket")
            }
            return greeting
        case .broken(let problem):
            throw disconnected(problem)
        case .interrupted:
            throw .interrupted
        case .timedOut:
            throw noAnswer
        }
    }

    // MARK: Frames

    private func exchange(
        _ command: ControlCommand,
        over connection: ControlConnection,
        until deadline: MonotonicTime?
    ) throws(Failure) -> ControlConnection.Arrival {
        lastID += 1
        let line = ControlRequestFrame(id: .number(lastID), command: command).encoded()
        do throws(SystemError) {
            let end = try connection.send(line, until: deadline, interrupts: interrupts)
            if let end { return end }
        } catch {
            throw Failure(error)
        }
        return try receiveAnswer(over: connection, until: deadline)
    }

    /// Waits for a line that is an answer; events of a subscription that came before it are late.
    private func receiveAnswer(
        over connection: ControlConnection,
        until deadline: MonotonicTime?
    ) throws(Failure) -> ControlConnection.Arrival {
        while true {
            let arrival = try receive(over: connection, until: deadline)
            guard case .line(let line) = arrival, case .event = try message(line) else {
                return arrival
            }
        }
    }

    private func receive(
        over connection: ControlConnection,
        until deadline: MonotonicTime?
    ) throws(Failure) -> ControlConnection.Arrival {
        do throws(SystemError) {
            return try connection.receive(until: deadline, interrupts: interrupts)
        } catch {
            throw Failure(error)
        }
    }

    private func message(_ line: ArraySlice<UInt8>) throws(Failure) -> ControlMessage {
        do throws(ProtocolError) {
            return try ControlMessage(decoding: line)
        } catch {
            throw Failure(
                .internalFailure,
                "cannot read what \"\(path)\" sent: \(error)",
                hint: "is it another version? lanectl version"
            )
        }
    }

    private func answer(_ line: ArraySlice<UInt8>) throws(Failure) -> Answer {
        switch try message(line) {
        case .answer(_, .error(let error)):
            throw Failure(error)
        case .answer(.number(lastID), let reply):
            let text = String(decoding: line, as: UTF8.self)
            return Answer(reply: reply, json: RawJSON.member("result", of: text) ?? "{}")
        case .answer, .event:
            throw Failure(.internalFailure, "\"\(path)\" answered another question")
        }
    }

    private func mayRepeat(_ command: ControlCommand, isRepeated: Bool) -> Bool {
        switch command.repetition {
        case .always: true
        case .once: !isRepeated
        case .never: false
        }
    }

    // MARK: Failures

    private func unreachable(_ error: SystemError) -> Failure {
        let cause = error.remedy ?? "\(error.errno)"
        return Failure(
            error.isNotPermitted ? .notPermitted : .unreachable,
            "cannot connect \"\(path)\": \(cause)",
            hint: Self.hint(for: error)
        )
    }

    /// What to do about a socket that cannot be connected.
    ///
    /// Everybody may connect to the socket itself, so what is not permitted is to enter its folder:
    /// that of an instance which a user started for himself.
    static func hint(for error: SystemError) -> String {
        error.isNotPermitted
            ? "it is another user's instance; name yours with --socket, or ask for a role in `roles`"
            : "is lanekeeper running? systemctl status lanekeeper, or lanekeeper run"
    }

    private func disconnected(_ problem: String) -> Failure {
        Failure(
            .unreachable,
            "the connection to \"\(path)\" broke: \(problem)",
            hint: "is lanekeeper running? systemctl status lanekeeper, or lanekeeper run"
        )
    }

    private func broken(_ problem: String, while command: ControlCommand) -> Failure {
        guard command.repetition == .never else { return disconnected(problem) }
        return Failure(
            .unreachable,
            "the connection to \"\(path)\" broke: \(problem)",
            hint: "the request may have been carried out: look before you repeat it"
        )
    }

    private var noAnswer: Failure {
        Failure(
            .temporary,
            "no answer from \"\(path)\" in time",
            hint: "try again; lanectl doctor"
        )
    }
}
