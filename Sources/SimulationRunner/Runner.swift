import DataStructures
import Protocol
import Simulation
import System

/// Plays the seeds that the command line asks for and tells what came of them.
struct Runner {
    private let arguments: [String]
    /// The lines of the trace that are shown with a broken rule.
    private static let shownLineCount = 30
    /// From so many seeds on, everything that can be reached must have been.
    private static let seedCountForCoverage: UInt64 = 2_000

    init(arguments: [String]) {
        self.arguments = arguments
    }

    /// Does it all; returns the exit code.
    func run() -> Int32 {
        let options: Options
        do {
            options = try Options(arguments)
        } catch {
            complain("lanesim: \(error.message)\n\n\(Options.usage)")
            return 2
        }
        if options.printsHelp {
            say(Options.usage)
            return 0
        }
        return play(options)
    }

    private func play(_ options: Options) -> Int32 {
        var total = TraceHash()
        var coverage = Coverage()
        var eventCount = 0
        var missionCount = 0
        let start = Clock.bootTime()
        for seed in options.firstSeed..<(options.firstSeed + options.seedCount) {
            var simulator = Simulator(
                seed: seed,
                eventCount: options.eventCount,
                isTraced: options.printsTrace
            )
            let report = simulator.run()
            total.fold(report.hash.value)
            eventCount += report.eventCount
            missionCount += report.missionCount
            coverage.add(report.coverage)
            if options.printsHashes { say("seed \(seed) hash \(report.hash)\n") }
            if options.printsTrace { say(report.trace.map { $0 + "\n" }.joined()) }
            if let violation = report.violation {
                show(violation, options)
                return 1
            }
        }
        // The first line is the same for the same seeds; how long it took is not.
        say(
            "\(options.seedCount) seeds, \(eventCount) events, \(missionCount) missions,"
                + " hash \(total)\n"
        )
        let milliseconds = max(1, Clock.bootTime().since(start).wholeMilliseconds)
        complain("\(milliseconds) ms, \(UInt64(eventCount) * 1_000 / milliseconds) events/s\n")
        return conclude(coverage, options)
    }

    /// A broken rule: the same seed again, with its trace.
    private func show(_ violation: Violation, _ options: Options) {
        complain("lanesim: \(violation.description)\n")
        var simulator = Simulator(
            seed: violation.seed,
            eventCount: options.eventCount,
            isTraced: true
        )
        let trace = simulator.run().trace
        for line in trace.suffix(Self.shownLineCount) { complain("  \(line)\n") }
        complain("lanesim --seed \(violation.seed) --events \(options.eventCount) --trace\n")
    }

    private func conclude(_ coverage: Coverage, _ options: Options) -> Int32 {
        if options.printsCoverage { say(CoverageReport(coverage).text) }
        guard options.seedCount >= Self.seedCountForCoverage else { return 0 }
        let gaps = coverage.gaps
        for gap in gaps { complain("lanesim: never reached: \(gap)\n") }
        return gaps.isEmpty ? 0 : 1
    }

    private func say(_ text: String) {
        // Nobody reads any more: there is nobody to tell either.
        try? StandardStreams.writeOutput(text)
    }

    private func complain(_ text: String) {
        // As above.
        try? StandardStreams.writeError(text)
    }
}
