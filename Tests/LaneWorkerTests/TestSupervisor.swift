import Protocol
import System
import XCTest

/// A small supervisor: one connection to a lane's socket.
final class TestSupervisor {
    private let stream: ByteStream
    private var decoder = FrameDecoder()
    private var link = SupervisorLink()
    /// Everything the worker said, in order.
    private(set) var reports: [LaneReport] = []

    init(_ path: String) throws {
        stream = try ByteStream(UnixSocket.connect(path))
    }

    /// Says hello and returns the answer.
    @discardableResult
    func hello(epoch: UInt64, generation: UInt64 = 1) throws -> LaneReport {
        let hello = LaneHello(
            vpID: try WorkerBench.lane,
            generation: Generation(generation),
            epoch: Epoch(epoch),
            version: "test"
        )
        try send(.hello(hello))
        return try wait { report in
            switch report {
            case .hello, .helloRefused: true
            default: false
            }
        }
    }

    func send(_ command: LaneCommand) throws {
        let isQueued = stream.enqueue(link.encode(command))
        XCTAssertTrue(isQueued)
        while stream.wantsWrite {
            _ = try Poll.waitWritable(stream.descriptor, until: deadline(10))
            stream.flush()
        }
    }

    /// Returns the first report, of those that were not waited for before, that fits.
    func wait(seconds: UInt64 = 10, _ fits: (LaneReport) -> Bool) throws -> LaneReport {
        let deadline = deadline(seconds)
        while true {
            while let report = try next() {
                reports.append(report)
                if fits(report) { return report }
            }
            guard stream.state == .open else { throw Timeout(what: "connection closed") }
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                throw Timeout(what: "a report; so far: \(reports)")
            }
            stream.readAvailable()
            decoder.append(stream.takeInput())
        }
    }

    /// Waits for the result of a run.
    func result(of run: String = "m1.1", seconds: UInt64 = 20) throws -> RunResult {
        let report = try wait(seconds: seconds) { report in
            switch report {
            case .ended(let result): result.runID.rawValue == run
            case .refused(let runID, _, _): runID.rawValue == run
            default: false
            }
        }
        guard case .ended(let result) = report else { throw Timeout(what: "a result: \(report)") }
        return result
    }

    /// Runs an order to its end.
    func run(_ order: LaunchOrder, seconds: UInt64 = 20) throws -> RunResult {
        try send(.startMission(order))
        return try result(of: order.runID.rawValue, seconds: seconds)
    }

    func cancel(_ order: LaunchOrder, isImmediate: Bool = false) throws {
        try send(
            .cancelMission(
                runID: order.runID,
                fence: order.fence,
                intent: .cancel,
                isImmediate: isImmediate
            )
        )
    }

    func acknowledge(_ result: RunResult) throws {
        try send(
            .acknowledge(runID: result.runID, fence: result.fence, disposition: .recorded)
        )
    }

    /// Waits until the worker has closed the connection.
    func waitForEnd(seconds: UInt64 = 10) throws {
        let deadline = deadline(seconds)
        while stream.state == .open {
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                throw Timeout(what: "the end of the connection")
            }
            stream.readAvailable()
            decoder.append(stream.takeInput())
        }
    }

    /// Sends bytes that may be anything.
    func sendRaw(_ text: String) throws {
        XCTAssertTrue(stream.enqueue(Array(text.utf8)))
        while stream.wantsWrite {
            _ = try Poll.waitWritable(stream.descriptor, until: deadline(10))
            stream.flush()
        }
    }

    func close() { stream.close() }

    private func next() throws -> LaneReport? {
        while let line = try decoder.next() {
            if let report = try link.decode(line) { return report }
        }
        return nil
    }

    private func deadline(_ seconds: UInt64) -> MonotonicTime {
        Clock.bootTime() + .seconds(seconds)
    }
}
