import Harness
import Protocol
import System

/// The whole life of missions whose process is `/bin/true`: many at once beside a loop in C that
/// starts the same with a session, two pipes and three files each; one after the other beside what
/// starts a command for a user.
struct ProcessMeasure: Measure {
    private static let laneCount = 4
    private static let slotCount = 4

    func run(_ bench: Workbench) throws(HarnessError) -> [Figure] {
        var shape = InstanceShape(laneCount: Self.laneCount)
        shape.work = .program(["/bin/true"])
        shape.slotCount = Self.slotCount
        let instance = try Instance(bench, shape)
        let count = bench.count(2_000)
        let many = try LifeLoop(try instance.client(connectionCount: 9), prefix: "many")
        let bare = try SpawnLoop(bench, folder: "\(instance.folder)/bare")
        let parallelCount = Self.laneCount * Self.slotCount
        let theirs = try bare?.run(count, parallelCount: parallelCount)
        let ours = try many.run(count)
        return [
            .beside(
                "whole lives of missions that run /bin/true, "
                    + "\(Self.laneCount) lanes × \(Self.slotCount) slots",
                "/s",
                Double(count) / (Double(ours.nanoseconds) / 1e9),
                (name: "C loop", value: theirs.map { Double(count) / $0 }),
                .ratioAtLeast(0.6),
                sampleCount: count
            )
        ] + (try oneByOne(instance, bench))
    }

    private func oneByOne(
        _ instance: Instance,
        _ bench: Workbench
    ) throws(HarnessError) -> [Figure] {
        let loop = try LifeLoop(try instance.client(connectionCount: 2), prefix: "one")
        var lives = Samples()
        for number in 0..<bench.count(200) {
            lives.add(try loop.runOne(number))
            try Pause.microseconds(5_000)
        }
        let peers: [(name: String, times: Samples?)] = [
            (
                "task-spooler",
                try TaskSpooler.measure(bench.count(100), bench.peers, in: instance.folder)
            ),
            (
                "srun",
                try SlurmCluster(bench.peers, folder: "\(instance.folder)/slurm")?
                    .measure(bench.count(50))
            ),
        ]
        return peers.map { name, times in
            .beside(
                "submit to completed, idle, /bin/true, p50, beside \(name)",
                "ms",
                lives.median,
                (name: name, value: times?.median),
                nil,
                sampleCount: lives.count
            )
        }
    }
}
