import LaneCore
import Protocol
import System

/// The processes of one run, as the worker holds them: leader, checks, pipes, log, tree.
///
/// It decides nothing: what happens becomes an event, what must be done is called.
final class RunProcess {
    /// A process whose exit is awaited.
    private struct Awaited {
        let process: ProcessHandle
        let registration: Registration
        /// Nil for the leader.
        let checkIndex: Int?
    }

    /// What was ordered.
    let order: LaunchOrder
    /// The tree: what is signalled and surveyed.
    let tree: RunTree
    private let folder: RunFolder
    private let log: RunLog
    private let launched: RunLauncher.Launched
    private var pipes: [OutputPipe] = []
    private var input: ByteStream?
    private var inputRegistration: Registration?
    private var awaited: Awaited?

    /// Takes over what was launched; nothing is watched yet.
    init(
        _ order: LaunchOrder,
        _ launched: RunLauncher.Launched,
        group: ControlGroup?,
        folder: RunFolder,
        log: RunLog
    ) {
        self.order = order
        self.launched = launched
        self.folder = folder
        self.log = log
        tree = RunTree(
            run: order.runID.rawValue,
            leader: launched.process.identity,
            group: group
        )
    }

    /// The runtime process.
    var leader: ProcessIdentity { launched.process.identity }

    /// The process that nobody but us may reap, if one is awaited.
    var awaitedProcess: ProcessIdentity? { awaited?.process.identity }

    // MARK: - Watching

    /// Starts to watch the leader.
    func watch(with reactor: Reactor, into inbox: Inbox) throws(SystemError) {
        try watch(launched, checkIndex: nil, with: reactor, into: inbox)
        guard let stream = launched.input else { return }
        input = stream
        inputRegistration = try reactor.watch(stream.descriptor, .write) { [unowned self] _ in
            self.feed(with: reactor)
        }
    }

    /// Starts to watch the process of a check.
    func watchCheck(
        _ launched: RunLauncher.Launched,
        index: Int,
        with reactor: Reactor,
        into inbox: Inbox
    ) throws(SystemError) {
        try watch(launched, checkIndex: index, with: reactor, into: inbox)
    }

    private func watch(
        _ launched: RunLauncher.Launched,
        checkIndex: Int?,
        with reactor: Reactor,
        into inbox: Inbox
    ) throws(SystemError) {
        let process = launched.process
        let registration = try reactor.watch(process.descriptor, .read) { [unowned self] _ in
            self.collectExit(with: reactor, into: inbox)
        }
        awaited = Awaited(process: process, registration: registration, checkIndex: checkIndex)
        for pipe in launched.pipes {
            pipes.append(pipe)
            pipe.registration = try reactor.watch(pipe.descriptor, .read) { [unowned self] _ in
                self.read(pipe, into: inbox)
                if pipe.isAtEnd { self.close(pipe, with: reactor, into: inbox) }
            }
        }
    }

    /// Ends a leader that has just been started and cannot be watched.
    func abandon(with reactor: Reactor) {
        do throws(SystemError) {
            try launched.process.send(.kill)
            _ = try launched.process.wait(until: Clock.bootTime() + .seconds(1))
            try tree.group?.remove()
        } catch {
            // It has had no time to start anything, and dies with this worker at the latest.
        }
        if let awaited { reactor.forget(awaited.registration) }
        for registration in pipes.compactMap(\.registration) { reactor.forget(registration) }
        if let inputRegistration { reactor.forget(inputRegistration) }
    }

    // MARK: - Input and output

    /// Hands over the objective as far as the runtime takes it, then closes its standard input.
    private func feed(with reactor: Reactor) {
        guard let input else { return }
        input.flush()
        if !input.wantsWrite { closeInput(with: reactor) }
    }

    private func closeInput(with reactor: Reactor) {
        if let inputRegistration { reactor.forget(inputRegistration) }
        inputRegistration = nil
        input?.close()
        input = nil
    }

    /// Reads one turn's share; true if there was something.
    @discardableResult
    private func read(_ pipe: OutputPipe, into inbox: Inbox) -> Bool {
        let bytes = pipe.read()
        guard !bytes.isEmpty else { return false }
        let isLog = pipe.content != .reports
        inbox.add(
            .outputReceived(
                order.runID,
                byteCount: UInt64(bytes.count),
                droppedByteCount: isLog ? log.append(bytes) : 0
            )
        )
        guard pipe.content != .log else { return true }
        for line in pipe.lines(in: bytes) { take(line, from: pipe, into: inbox) }
        return true
    }

    private func take(_ line: ArraySlice<UInt8>, from pipe: OutputPipe, into inbox: Inbox) {
        guard let report = RuntimeReport(decoding: line) else {
            if pipe.content == .reports, !line.isEmpty {
                log.note("a line of \(line.count) bytes on the report descriptor is no report")
            }
            return
        }
        if case .malformed(let reason) = report {
            log.note("a report was not understood: \(reason)")
        }
        inbox.add(.reported(order.runID, report))
    }

    private func close(_ pipe: OutputPipe, with reactor: Reactor, into inbox: Inbox) {
        if pipe.content != .log, let line = pipe.lastLine() { take(line, from: pipe, into: inbox) }
        if let registration = pipe.registration { reactor.forget(registration) }
        pipe.registration = nil
        pipe.close()
        pipes.removeAll { $0 === pipe }
    }

    /// Reads what the pipes hold now, so that nothing that was said before an end comes after it.
    private func drain(into inbox: Inbox) {
        for pipe in pipes {
            for _ in 0..<OutputPipe.lastReadCountMax {
                guard read(pipe, into: inbox) else { break }
            }
        }
    }

    // MARK: - Ends

    private func collectExit(with reactor: Reactor, into inbox: Inbox) {
        guard let awaited else { return }
        let status: Protocol.ExitStatus
        do throws(SystemError) {
            guard let exit = try awaited.process.reap() else { return }
            status = Protocol.ExitStatus(exit)
        } catch {
            // It cannot be asked any more, so it must not be waited for either.
            status = .unknown
        }
        reactor.forget(awaited.registration)
        self.awaited = nil
        drain(into: inbox)
        guard let index = awaited.checkIndex else {
            inbox.add(.leaderExited(order.runID, status, resultFile: resultFile()))
            return
        }
        inbox.add(.checkExited(order.runID, index: index, status))
    }

    private func resultFile() -> ResultReport? {
        switch folder.readResult() {
        case .success(let result): return result
        case .failure(let error):
            log.note("LANE_RESULT_FILE cannot be used: \(error.reason)")
            return nil
        }
    }

    /// Sends a signal to every process of the tree.
    func signal(_ signal: Signal, besides others: [RunTree]) throws(SystemError) {
        try tree.signalAll(signal, by: .ownChildren(besides: others))
    }

    /// Counts the living processes, the one whose exit was not handed over included.
    func survey(besides others: [RunTree]) throws(SystemError) -> Int {
        let search = RunTreeSearch.ownChildren(besides: others)
        let isAwaiting = awaited != nil
        if try tree.isGone(by: search) { return isAwaiting ? 1 : 0 }
        return max(1, try tree.members(by: search).count)
    }

    /// Adds up the resident memory of the living processes, in KiB.
    ///
    /// What they share counts for each, so it is rather too much than too little.
    func residentKiB(besides others: [RunTree]) throws(SystemError) -> UInt64 {
        var byteCount: UInt64 = 0
        for process in try tree.members(by: .ownChildren(besides: others)) {
            byteCount += try ProcessTable.entryIfPresent(process.pid)?.residentBytes ?? 0
        }
        return byteCount / 1024
    }

    /// The tree is gone: hands over what the pipes still hold, and lets go of everything.
    ///
    /// - Throws: `SystemError` if the control group cannot be removed; the rest is done.
    func end(with reactor: Reactor, into inbox: Inbox) throws(SystemError) {
        drain(into: inbox)
        for pipe in pipes { close(pipe, with: reactor, into: inbox) }
        closeInput(with: reactor)
        try tree.group?.remove()
    }
}
