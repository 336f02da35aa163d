import DataStructures

/// The supervisor's end of one connection to a worker: numbers requests, and knows of each answer
/// what it answers.
///
/// Pure: lines in, lines out. A new connection needs a new link.
public struct SupervisorLink: Sendable {
    private enum Pending: Sendable {
        case hello
        case start(runID: RunID, fence: Fence)
    }

    /// Requests whose answer says something: `lane.hello` and `lane.start_mission`.
    private var pending = OrderedTable<Int64, Pending>()

    private var lastID: Int64 = 0

    /// Creates the end of a new connection.
    public init() {}

    /// Numbers a command and writes it.
    ///
    /// - Returns: The line, with its line feed.
    public mutating func encode(_ command: LaneCommand) -> [UInt8] {
        lastID += 1
        switch command {
        case .hello:
            pending[lastID] = .hello
        case .startMission(let order):
            pending[lastID] = .start(runID: order.runID, fence: order.fence)
        case .cancelMission, .quiesce, .shutdown, .acknowledge:
            break
        }
        return FrameText.request(.number(lastID), command.method, command.write(to:))
    }

    /// Reads a line that the worker sent.
    ///
    /// Fields that are not known are skipped: it may be newer.
    ///
    /// - Parameter line: The frame without its line feed.
    /// - Returns: What the worker reports; nil for an answer that says no more than that a command
    /// arrived.
    /// - Throws: `invalidJSON`, `invalidFrame` or `invalidField`: the worker breaks the protocol,
    /// and the connection should be closed.
    public mutating func decode(_ line: ArraySlice<UInt8>) throws(ProtocolError) -> LaneReport? {
        let frame = try JSONLine.decode(IncomingLaneFrame.self, from: line, .tolerant)
        switch frame.content {
        case .notification(let report):
            return report
        case .result(let hello):
            return try report(answering: frame.id, hello: hello)
        case .failure(let error):
            return try report(answering: frame.id, error: error)
        }
    }

    private mutating func report(
        answering id: Int64,
        hello: WorkerHello?
    ) throws(ProtocolError) -> LaneReport? {
        switch pending.remove(id) {
        case .hello?:
            guard let hello else {
                throw ProtocolError(.invalidFrame, path: "result", "missing the worker's hello")
            }
            return .hello(hello)
        case .start(let runID, let fence)?:
            return .accepted(runID: runID, fence: fence)
        case nil:
            return nil
        }
    }

    private mutating func report(
        answering id: Int64,
        error: ControlError
    ) throws(ProtocolError) -> LaneReport {
        switch pending.remove(id) {
        case .hello?:
            return .helloRefused(message: error.message)
        case .start(let runID, let fence)?:
            return .refused(runID: runID, fence: fence, message: error.message)
        case nil:
            let problem = "request \(id) was refused: \(error.message)"
            throw ProtocolError(.invalidFrame, path: "error", problem)
        }
    }
}
