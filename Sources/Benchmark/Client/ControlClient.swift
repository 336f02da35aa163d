import Protocol
import System

/// A client of the control socket with one or more connections.
final class ControlClient {
    /// Where its lines arrive; other descriptors may be added.
    let lines: LineLoop
    /// The connections, as numbers of `lines`.
    private(set) var connections: [Int] = []
    private var lastID: Int64 = 0

    /// Connects and says hello on every connection.
    ///
    /// - Parameters:
    ///   - path: The control socket.
    ///   - connectionCount: How many connections.
    /// - Throws: `BenchmarkError`.
    init(path: String, connectionCount: Int = 1) throws(BenchmarkError) {
        lines = try LineLoop()
        for _ in 0..<connectionCount {
            do throws(SystemError) {
                let descriptor = try UnixSocket.connect(path)
                connections.append(try added(descriptor))
            } catch {
                throw BenchmarkError("\(error)")
            }
        }
        let hello = ControlHello(program: "lanebench", version: "1")
        for connection in connections { _ = try ask(.hello(hello), on: connection) }
    }

    private func added(_ descriptor: consuming Descriptor) throws(SystemError) -> Int {
        do throws(BenchmarkError) {
            return try lines.add(descriptor)
        } catch {
            throw SystemError(call: "watch connection", object: "\(error)", errno: .badDescriptor)
        }
    }

    /// Writes a request with a number of its own.
    func frame(_ command: ControlCommand) -> [UInt8] {
        lastID += 1
        return ControlRequestFrame(id: .number(lastID), command: command).encoded()
    }

    /// Asks on one connection and waits for the answer; events that come on it before are dropped.
    ///
    /// - Throws: `BenchmarkError` with what the supervisor refused.
    func ask(
        _ command: ControlCommand,
        on connection: Int = 0
    ) throws(BenchmarkError) -> ControlReply {
        try lines.send(frame(command), to: connection)
        return try lines.first("the answer to \(command.method)", from: connection) {
            (arrival) throws(BenchmarkError) in
            try Self.reply(arrival.line)
        }
    }

    /// Reads an answer; nil for an event.
    ///
    /// - Throws: `BenchmarkError` with what the supervisor refused.
    static func reply(_ line: [UInt8]) throws(BenchmarkError) -> ControlReply? {
        switch try message(line) {
        case .answer(_, .error(let error)): throw BenchmarkError(error.message)
        case .answer(_, let reply): return reply
        case .event: return nil
        }
    }

    /// Reads an event; nil for an answer.
    static func event(_ line: [UInt8]) throws(BenchmarkError) -> EventRecord? {
        guard case .event(let event) = try message(line) else { return nil }
        return event
    }

    private static func message(_ line: [UInt8]) throws(BenchmarkError) -> ControlMessage {
        try BenchmarkError.describing { () throws(ProtocolError) in
            try ControlMessage(decoding: line[...])
        }
    }

    // MARK: Shorthands

    /// Reads every lane.
    func lanes() throws(BenchmarkError) -> [LaneView] {
        guard case .lanes(let lanes) = try ask(.laneList) else {
            throw BenchmarkError("lane.list was not answered with lanes")
        }
        return lanes
    }

    /// Submits one mission and returns it.
    func submit(_ envelope: MissionEnvelope) throws(BenchmarkError) -> MissionView {
        let reply = try ask(.missionSubmit([envelope], isDryRun: false))
        guard case .missions(let missions, _) = reply, let mission = missions.first else {
            throw BenchmarkError("mission.submit was not answered with a mission")
        }
        return mission
    }

    /// Waits until a mission is terminal.
    func wait(for id: MissionID, seconds: UInt64 = 20) throws(BenchmarkError) -> MissionView {
        let reply = try ask(.missionWait(id, timeoutMilliseconds: seconds * 1000))
        guard case .mission(let mission) = reply else {
            throw BenchmarkError("mission.wait was not answered with a mission")
        }
        return mission
    }
}
