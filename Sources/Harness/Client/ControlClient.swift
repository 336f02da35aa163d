package import Protocol
import System

/// A client of the control socket with one or more connections.
package final class ControlClient {
    /// Where its lines arrive; other descriptors may be added.
    package let lines: LineLoop
    /// The connections, as numbers of `lines`.
    package private(set) var connections: [Int] = []
    private var lastID: Int64 = 0

    /// Connects and says hello on every connection.
    ///
    /// - Parameters:
    ///   - path: The control socket.
    ///   - program: The name that it gives itself, for the audit trail.
    ///   - connectionCount: How many connections.
    /// - Throws: `HarnessError`.
    package init(
        path: String,
        program: String,
        connectionCount: Int = 1
    ) throws(HarnessError) {
        lines = try LineLoop()
        for _ in 0..<connectionCount {
            do throws(SystemError) {
                let descriptor = try UnixSocket.connect(path)
                connections.append(try added(descriptor))
            } catch {
                throw HarnessError("\(error)")
            }
        }
        let hello = ControlHello(program: program, version: Version.text)
        for connection in connections { _ = try ask(.hello(hello), on: connection) }
    }

    private func added(_ descriptor: consuming Descriptor) throws(SystemError) -> Int {
        do throws(HarnessError) {
            return try lines.add(descriptor)
        } catch {
            throw SystemError(call: "watch connection", object: "\(error)", errno: .badDescriptor)
        }
    }

    /// Writes a request with a number of its own.
    package func frame(_ command: ControlCommand) -> [UInt8] {
        lastID += 1
        return ControlRequestFrame(id: .number(lastID), command: command).encoded()
    }

    /// Asks on one connection and waits for the answer; events that come on it before are dropped.
    ///
    /// - Throws: `HarnessError` with what the supervisor refused.
    package func ask(
        _ command: ControlCommand,
        on connection: Int = 0
    ) throws(HarnessError) -> ControlReply {
        try lines.send(frame(command), to: connection)
        return try lines.first("the answer to \(command.method)", from: connection) {
            (arrival) throws(HarnessError) in
            try Self.reply(arrival.line)
        }
    }

    /// Reads an answer; nil for an event.
    ///
    /// - Throws: `HarnessError` with what the supervisor refused.
    package static func reply(_ line: [UInt8]) throws(HarnessError) -> ControlReply? {
        switch try message(line) {
        case .answer(_, .error(let error)): throw HarnessError(error.message)
        case .answer(_, let reply): return reply
        case .event: return nil
        }
    }

    /// Reads an event; nil for an answer.
    ///
    /// - Throws: `HarnessError` for a line that is neither.
    package static func event(_ line: [UInt8]) throws(HarnessError) -> EventRecord? {
        guard case .event(let event) = try message(line) else { return nil }
        return event
    }

    private static func message(_ line: [UInt8]) throws(HarnessError) -> ControlMessage {
        try HarnessError.describing { () throws(ProtocolError) in
            try ControlMessage(decoding: line[...])
        }
    }

    // MARK: Shorthands

    /// Reads every lane.
    ///
    /// - Throws: `HarnessError`.
    package func lanes() throws(HarnessError) -> [LaneView] {
        guard case .lanes(let lanes) = try ask(.laneList) else {
            throw HarnessError("lane.list was not answered with lanes")
        }
        return lanes
    }

    /// Submits one mission and returns it.
    ///
    /// - Throws: `HarnessError` with what the supervisor refused.
    package func submit(_ envelope: MissionEnvelope) throws(HarnessError) -> MissionView {
        let reply = try ask(.missionSubmit([envelope], isDryRun: false))
        guard case .missions(let missions, _) = reply, let mission = missions.first else {
            throw HarnessError("mission.submit was not answered with a mission")
        }
        return mission
    }

    /// Waits until a mission is terminal.
    ///
    /// - Throws: `HarnessError` with what the supervisor refused.
    package func wait(for id: MissionID, seconds: UInt64 = 20) throws(HarnessError) -> MissionView {
        let reply = try ask(.missionWait(id, timeoutMilliseconds: seconds * 1000))
        guard case .mission(let mission) = reply else {
            throw HarnessError("mission.wait was not answered with a mission")
        }
        return mission
    }
}
