import Harness
import Protocol
import System

/// A Slurm cluster of one node that is this machine, with a controller and a node daemon of its own.
///
/// It needs root: a node daemon starts commands as their users. Nobody but root can use it, so peers
/// are not authenticated among themselves.
final class SlurmCluster {
    private static let controllerPort = 26_817
    private static let nodePort = 26_818

    private let srun: String
    private let environment: [String]
    private let daemons: [PeerProcess]

    /// Starts it and waits until it has run a command; nil where it is not installed, or without
    /// root.
    ///
    /// - Parameters:
    ///   - peers: Where it may be.
    ///   - folder: A folder that it gets for itself.
    /// - Throws: `HarnessError` when it takes no command in 20 s.
    init?(_ peers: PeerSet?, folder: String) throws(HarnessError) {
        guard let peers, CurrentProcess.uid == 0, let srun = peers.program("srun"),
            let controller = Self.daemon("slurmctld", peers),
            let node = Self.daemon("slurmd", peers), let step = Self.daemon("slurmstepd", peers)
        else { return nil }
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders("\(folder)/state", mode: 0o700)
            try Files.createFolders("\(folder)/spool", mode: 0o700)
            let text = Self.configuration(folder, plugins: peers.slurmPlugins)
            try Files.writeAtomically(Array(text.utf8), to: "\(folder)/slurm.conf", mode: 0o600)
        }
        let environment =
            peers.environment(home: folder) + ["SLURM_CONF=\(folder)/slurm.conf"]
        self.environment = environment
        self.srun = srun
        daemons = [
            try PeerProcess([controller, "-D"], environment: environment, folder: folder),
            try PeerProcess(
                [node, "-D", "-N", "bench", "-d", step],
                environment: environment,
                folder: folder
            ),
        ]
        try daemons[1].waitUntil("srun runs a command") { () throws(HarnessError) in
            Self.run(srun, environment)
        }
    }

    /// Debian's packages have a name of their own, which links point to once they are installed.
    private static func daemon(_ name: String, _ peers: PeerSet) -> String? {
        peers.program("\(name)-wlm") ?? peers.program(name)
    }

    private static func configuration(_ folder: String, plugins: String?) -> String {
        """
        ClusterName=bench
        SlurmctldHost=localhost
        SlurmUser=root
        AuthType=auth/none
        CredType=cred/none
        MpiDefault=none
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SwitchType=switch/none
        SchedulerType=sched/builtin
        ReturnToService=2
        SlurmctldPort=\(controllerPort)
        SlurmdPort=\(nodePort)
        StateSaveLocation=\(folder)/state
        SlurmdSpoolDir=\(folder)/spool
        SlurmctldPidFile=\(folder)/slurmctld.pid
        SlurmdPidFile=\(folder)/slurmd.pid
        \(plugins.map { "PluginDir=\($0)" } ?? "")
        NodeName=bench NodeHostname=localhost NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
        PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

        """
    }

    /// Runs `/bin/true` by `srun`, one after the other.
    ///
    /// - Parameter count: How often.
    /// - Returns: From the start of the client to its end, in milliseconds.
    /// - Throws: `HarnessError` when it fails.
    func measure(_ count: Int) throws(HarnessError) -> Samples {
        var samples = Samples()
        for _ in 0..<count {
            let start = Clock.bootTime()
            guard Self.run(srun, environment) else { throw HarnessError("srun failed") }
            samples.add(Clock.bootTime().since(start))
        }
        return samples
    }

    private static func run(_ srun: String, _ environment: [String]) -> Bool {
        let end = BestEffort.attempt { () throws(SystemError) in
            let process = try SpawnRequest(
                executable: srun,
                arguments: ["--immediate=2", "-Q", "/bin/true"],
                environment: environment
            ).start()
            let end = try process.wait(until: Clock.bootTime() + .seconds(10))
            if end == nil { BestEffort.kill(process) }
            return end
        }
        return end == .some(.some(.exited(code: 0)))
    }
}
