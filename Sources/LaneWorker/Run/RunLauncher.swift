import LaneCore
import Protocol
import System

/// Starts the processes of runs.
struct RunLauncher {
    /// A process of a run, and the reading ends of its pipes.
    struct Launched {
        /// The process.
        let process: ProcessHandle
        /// What it writes.
        let pipes: [OutputPipe]
        /// Its standard input, if it gets the objective there.
        let input: ByteStream?
    }

    /// The lane.
    let vpID: LaneID
    /// The lane's folders.
    let folders: LaneFolders
    /// Where runs get control groups of their own; nil without.
    let controlGroup: ControlGroup?
    /// The limit of open files that was this worker's own before it raised it.
    let descriptorLimit: Int64

    /// Prepares a run's folder and starts its leader.
    ///
    /// - Throws: `SystemError`: no process is left.
    func launch(_ order: LaunchOrder) throws(SystemError) -> RunProcess {
        let folder = folders.run(order.runID)
        try folder.prepare(for: order.envelope)
        let log = try RunLog(
            path: folders.log(of: order.runID),
            byteCountMax: order.profile.logByteCountMax
        )
        let group = controlGroup?.child(order.runID.rawValue)
        try group?.create()
        CrashPoints.pass("worker.beforeFork")
        let launched: Launched
        do throws(SystemError) {
            if order.envelope.isCopy { try Files.createFolders(folders.copies, mode: 0o700) }
            launched = try startLeader(order, in: group)
        } catch {
            // Nothing is in it; a group that stays is one of many thousands a host can have.
            _ = try? group?.remove()
            throw error
        }
        CrashPoints.pass("worker.afterFork")
        return RunProcess(order, launched, group: group, folder: folder, log: log)
    }

    /// Starts a check inside a run: the same surroundings, no input, its output into the log.
    ///
    /// - Throws: `SystemError`: there is no process.
    func launchCheck(
        _ argv: [String],
        of order: LaunchOrder,
        in group: ControlGroup?
    ) throws(SystemError) -> Launched {
        let output = try Pipe()
        var request = try request(argv, in: folders.workspace(of: order), for: order)
        request.descriptors = [
            DescriptorMapping(output.writer.rawValue, as: 1),
            DescriptorMapping(output.writer.rawValue, as: 2),
        ]
        let process = try start(request, in: group)
        return Launched(
            process: process,
            pipes: [try OutputPipe(output.reader, .log)],
            input: nil
        )
    }

    private func startLeader(
        _ order: LaunchOrder,
        in group: ControlGroup?
    ) throws(SystemError) -> Launched {
        var request = try leaderRequest(for: order)
        let output = try Pipe()
        let report = try Pipe()
        request.descriptors = [
            DescriptorMapping(output.writer.rawValue, as: 1),
            DescriptorMapping(report.writer.rawValue, as: RunEnvironment.reportDescriptor),
        ]
        var pipes: [OutputPipe] = []
        let process: ProcessHandle
        let input: ByteStream?
        switch order.profile.output {
        case .text:
            request.descriptors.append(DescriptorMapping(output.writer.rawValue, as: 2))
            (process, input) = try start(request, for: order, in: group)
            pipes.append(try OutputPipe(output.reader, .log))
        case .laneLines:
            let complaints = try Pipe()
            request.descriptors.append(DescriptorMapping(complaints.writer.rawValue, as: 2))
            (process, input) = try start(request, for: order, in: group)
            pipes.append(try OutputPipe(output.reader, .logAndReports))
            pipes.append(try OutputPipe(complaints.reader, .log))
        }
        pipes.append(try OutputPipe(report.reader, .reports))
        return Launched(process: process, pipes: pipes, input: input)
    }

    /// Starts the leader with what the profile wants on its standard input.
    private func start(
        _ request: SpawnRequest,
        for order: LaunchOrder,
        in group: ControlGroup?
    ) throws(SystemError) -> (ProcessHandle, ByteStream?) {
        switch order.profile.input {
        case .none:
            return (try start(request, in: group), nil)
        case .objective:
            let pipe = try Pipe()
            var request = request
            request.descriptors.append(DescriptorMapping(pipe.reader.rawValue, as: 0))
            let process = try start(request, in: group)
            let input = try ByteStream(pipe.writer)
            _ = input.enqueue(Array(order.envelope.objective.utf8))
            return (process, input)
        }
    }

    private func start(
        _ request: SpawnRequest,
        in group: ControlGroup?
    ) throws(SystemError) -> ProcessHandle {
        guard let group else { return try request.start() }
        let folder = try group.openFolder()
        var request = request
        request.controlGroup = folder.rawValue
        return try request.start()
    }

    /// The runtime in its workspace, or what makes the copy first and then becomes the runtime.
    private func leaderRequest(for order: LaunchOrder) throws(SystemError) -> SpawnRequest {
        let argv = ArgumentTemplate.arguments(for: order, on: vpID, in: folders)
        let workspace = folders.workspace(of: order)
        guard order.envelope.isCopy else { return try request(argv, in: workspace, for: order) }
        let copy = WorkspaceCopyOptions(
            of: folders.workspace,
            at: workspace,
            thenRunning: argv
        )
        // Our own program, also when an upgrade has put another in its place.
        let words = ["/proc/self/exe"] + copy.arguments
        var request = try request(words, in: folders.root, for: order)
        request.arguments[0] = "lane-worker"
        return request
    }

    private func request(
        _ argv: [String],
        in directory: String,
        for order: LaunchOrder
    ) throws(SystemError) -> SpawnRequest {
        guard let executable = argv.first else {
            throw SystemError(call: "execute", errno: .invalidArgument, remedy: "argv is empty")
        }
        var request = SpawnRequest(
            executable: executable,
            arguments: Array(argv.dropFirst()),
            environment: RunEnvironment.entries(for: order, on: vpID, in: folders)
        )
        request.directory = directory
        request.deathSignal = .kill
        request.fileModeMask = 0o077
        request.descriptorLimit = descriptorLimit
        return request
    }
}
