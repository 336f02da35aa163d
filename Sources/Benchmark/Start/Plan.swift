import Harness
import System

/// Which measures are taken how often, and in which order.
struct Plan {
    private let names: [MeasureName]
    private let runCount: Int
    private let bench: Workbench
    private let say: (String) -> Void

    /// Makes a plan of what the command line asks for.
    ///
    /// - Parameters:
    ///   - options: What to measure.
    ///   - say: Hears of each run.
    /// - Throws: `HarnessError` when the programs are not where they should be.
    init(_ options: BenchmarkOptions, say: @escaping (String) -> Void) throws(HarnessError) {
        names = options.names
        runCount = options.runCount
        self.say = say
        let own = try Self.ownFolder()
        bench = Workbench(
            programs: options.programs ?? own,
            directory: options.directory,
            isQuick: options.isQuick,
            isVerbose: options.isVerbose,
            peers: options.peers.flatMap { folder in
                options.clients.map { PeerSet(folder: folder, clients: $0) }
            }
        )
        for name in ["lanekeeper", "lane-worker"] where !Files.exists(bench.program(name)) {
            throw HarnessError("there is no \(bench.program(name)) (script/bench builds it)")
        }
        try HarnessError.describing { () throws(SystemError) in
            try Signal.brokenPipe.ignore()
            _ = try CurrentProcess.raiseDescriptorLimit()
        }
    }

    private static func ownFolder() throws(HarnessError) -> String {
        let path = try HarnessError.describing { () throws(SystemError) in
            try CurrentProcess.executablePath()
        }
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Takes every measure, `runCount` times each.
    ///
    /// - Throws: `HarnessError` of the first that failed, with its name.
    func run() throws(HarnessError) -> [Summary] {
        var summaries: [Summary] = []
        for name in names {
            var runs: [[Figure]] = []
            for number in 1...runCount {
                say("\(name.rawValue), run \(number) of \(runCount)")
                do throws(HarnessError) {
                    runs.append(try name.measure.run(bench))
                } catch {
                    throw HarnessError("\(name.rawValue): \(error)")
                }
            }
            summaries += Summary.all(runs)
        }
        return summaries
    }
}
