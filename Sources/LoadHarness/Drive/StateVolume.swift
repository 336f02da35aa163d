import Harness
import Protocol
import System

/// A small file system in memory on an instance's state folder, so that its disk can be full
/// without the machine's being so.
final class StateVolume {
    /// A file system with more room than this is nobody's to fill.
    static let byteCountMax: Int64 = 1 << 30

    private static let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
    /// How long mounting may take.
    private static let patience = Interval.seconds(10)

    /// The folder that it is mounted on.
    let path: String
    private var isMounted = true

    /// Mounts one.
    ///
    /// - Parameters:
    ///   - path: An empty folder, which only its owner may enter then.
    ///   - mebibyteCount: Its size, 1 to 1024.
    /// - Throws: `HarnessError` with what mount(8) says, mostly that it is not permitted; then
    ///   there is none.
    init(on path: String, mebibyteCount: Int) throws(HarnessError) {
        self.path = path
        let options = "size=\(mebibyteCount)m,mode=0700"
        try Self.run("mount", ["-t", "tmpfs", "-o", options, "lanekeeper", path])
    }

    deinit { unmount() }

    /// Unmounts it with all it has, also where a process is still in it; once is enough.
    func unmount() {
        guard isMounted else { return }
        isMounted = false
        BestEffort.attempt { () throws(HarnessError) in
            try Self.run("umount", ["-l", path])
        }
    }

    /// Tells whether a folder is a small file system of its own, which may be filled.
    ///
    /// - Returns: False also where there is no such folder.
    /// - Throws: `SystemError`, for example `accessDenied`.
    static func isSmallVolume(_ path: String) throws(SystemError) -> Bool {
        let parent = try Files.information("\(path)/..")
        guard let parent, let own = try Files.information("\(path)/."), own.device != parent.device
        else { return false }
        return try Files.freeByteCount(at: path) <= byteCountMax
    }

    /// Runs a program that is quick to its end.
    private static func run(_ program: String, _ arguments: [String]) throws(HarnessError) {
        let (status, said): (System.ExitStatus?, String) = try HarnessError.describing {
            () throws(SystemError) in
            let pipe = try Pipe()
            var request = SpawnRequest(
                executable: program,
                arguments: arguments,
                environment: environment
            )
            request.descriptors = [DescriptorMapping(pipe.writer.rawValue, as: 2)]
            request.deathSignal = .kill
            let process = try request.start()
            let errors = try ByteStream(try pipe.reader.duplicate())
            guard let status = try process.wait(until: Clock.bootTime() + patience) else {
                BestEffort.kill(process)
                return (nil, "it goes on after \(patience.wholeSeconds) s")
            }
            // What it said is in the pipe by now: it is one line.
            errors.readAvailable()
            return (status, String(decoding: errors.takeInput(), as: UTF8.self))
        }
        guard status != .exited(code: 0) else { return }
        let line = said.split(separator: "\n").first.map(String.init) ?? "it says nothing"
        throw HarnessError("cannot \(program) \(arguments.last ?? ""): \(line)")
    }
}
