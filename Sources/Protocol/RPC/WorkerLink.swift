/// The worker's end of one connection from a supervisor: reads requests, and knows which of them a
/// report answers.
///
/// Pure: lines in, lines out. A new connection needs a new link.
public struct WorkerLink: Sendable {
    /// The most requests that may wait for an answer; the oldest is forgotten beyond it.
    private static let pendingCountMax = 1024

    private struct PendingStart: Sendable {
        let id: RequestID
        let runID: RunID
        let fence: Fence
    }

    /// What a line was.
    public enum Received: Equatable, Sendable {
        /// A command. `answer` is to be sent at once; nil if a report will answer it.
        case command(LaneCommand, answer: [UInt8]?)
        /// No command; `answer` is to be sent at once, `message` says why.
        case refused(answer: [UInt8], message: String)
    }

    private var pendingHello: RequestID?
    private var pendingStarts: [PendingStart] = []

    /// Creates the end of a new connection.
    public init() {}

    /// Reads a line that the supervisor sent, strictly.
    ///
    /// - Parameter line: The frame without its line feed.
    /// - Returns: The command, or that there is none; either with what to answer at once.
    public mutating func decode(_ line: ArraySlice<UInt8>) -> Received {
        let request = IncomingRequest<LaneCommand>(line)
        switch (request.id, request.outcome) {
        case (let id, .failure(let error)):
            let answer = FrameText.failure(id, ControlError(error))
            return .refused(answer: answer, message: error.description)
        case (nil, .success):
            let error = ProtocolError(.invalidFrame, "no id")
            let answer = FrameText.failure(nil, ControlError(error))
            return .refused(answer: answer, message: error.description)
        case (let id?, .success(let command)):
            return .command(command, answer: answer(to: command, id))
        }
    }

    /// The answer that needs no thought; nil if a report will be the answer.
    private mutating func answer(to command: LaneCommand, _ id: RequestID) -> [UInt8]? {
        switch command {
        case .hello:
            pendingHello = id
            return nil
        case .startMission(let order):
            if pendingStarts.count == Self.pendingCountMax { pendingStarts.removeFirst() }
            pendingStarts.append(PendingStart(id: id, runID: order.runID, fence: order.fence))
            return nil
        case .cancelMission, .quiesce, .shutdown, .acknowledge:
            return FrameText.result(id) { _ in }
        }
    }

    /// Writes a report: an answer or a notification.
    ///
    /// - Returns: The line, with its line feed; nil for an answer to a request that this connection
    ///   did not make, which is for nobody.
    public mutating func encode(_ report: LaneReport) -> [UInt8]? {
        if let notice = report.notice {
            return FrameText.notification(notice, report.write(to:))
        }
        switch report {
        case .helloRefused(let message):
            return takeHello().map {
                FrameText.failure($0, ControlError(.conflict, .protocolVersion, message))
            }
        case .refused(let runID, let fence, let message):
            return takeStart(runID, fence).map {
                FrameText.failure($0, ControlError(.refused, .launchFailed, message))
            }
        case .accepted(let runID, let fence):
            return takeStart(runID, fence).map { FrameText.result($0, report.write(to:)) }
        default:
            return takeHello().map { FrameText.result($0, report.write(to:)) }
        }
    }

    private mutating func takeHello() -> RequestID? {
        defer { pendingHello = nil }
        return pendingHello
    }

    private mutating func takeStart(_ runID: RunID, _ fence: Fence) -> RequestID? {
        let index = pendingStarts.firstIndex { $0.runID == runID && $0.fence == fence }
        return index.map { pendingStarts.remove(at: $0).id }
    }
}
