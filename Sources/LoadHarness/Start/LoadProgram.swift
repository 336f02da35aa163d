import ControlPlane
import Harness
import Protocol
import System

/// Plays a scenario: reads it, makes the load, collects the evidence, judges it, writes the report.
struct LoadProgram {
    private let options: LoadOptions
    private let programs: String
    private let library: ScenarioLibrary
    private let progress: ProgressLine
    private let say: (String) -> Void

    /// - Parameters:
    ///   - options: What was asked for.
    ///   - programFolder: Where this program is.
    ///   - progress: Where it shows how far it is.
    ///   - say: Hears of what the user must know, a line at a time.
    init(
        _ options: LoadOptions,
        programFolder: String,
        progress: ProgressLine,
        say: @escaping (String) -> Void
    ) {
        self.options = options
        self.progress = progress
        self.say = say
        programs = options.programs ?? programFolder
        library = ScenarioLibrary(current: ".", programs: programFolder)
    }

    /// Runs the load.
    ///
    /// - Returns: `done` if everything held, `objectFailed` if an invariant or a bound was broken.
    /// - Throws: `LoadFailure`; nothing of the instance is left.
    func run() throws(LoadFailure) -> ExitCode {
        var scenario = try ScenarioLibrary.read(library.find(options.scenario))
        scenario = scenario.applying(options.overrides)
        var checked = scenario
        // A running supervisor gets none, so whether they could strike does not matter.
        if options.socket != nil { checked.faults = [] }
        let problems = ScenarioRules.problems(of: checked)
        guard problems.isEmpty else {
            throw LoadFailure(.usage, problems.lines.map { "\(scenario.name): \($0)" })
        }
        let report = try play(scenario)
        try write(report)
        return report.hasPassed ? .done : .objectFailed
    }

    private func play(_ scenario: Scenario) throws(LoadFailure) -> LoadReport {
        let seed = try internally { () throws(HarnessError) in try drawnSeed() }
        let interruption = try internally { () throws(HarnessError) in try Interruption() }
        try internally { () throws(HarnessError) in try Self.prepareProcess() }
        let (limited, instance) = try makeInstance(scenario)
        defer { end(instance) }
        return try internally { () throws(HarnessError) in
            let machine = try Machine().text
            let evidence = try collect(limited, seed, instance, interruption)
            return LoadReport(
                scenario: limited,
                seed: seed,
                machine: machine,
                version: Version.text,
                evidence: evidence,
                results: AllChecks.examine(evidence, limited.bounds),
                figures: LoadFigures.all(evidence, limited)
            )
        }
    }

    private func internally<Value>(
        _ body: () throws(HarnessError) -> Value
    ) throws(LoadFailure) -> Value {
        do throws(HarnessError) {
            return try body()
        } catch {
            throw LoadFailure(error)
        }
    }

    private func drawnSeed() throws(HarnessError) -> UInt64 {
        if let seed = options.seed { return seed }
        // Short enough to be typed again.
        return try HarnessError.describing { () throws(SystemError) in
            try Entropy.seed() % 1_000_000
        }
    }

    private static func prepareProcess() throws(HarnessError) {
        try HarnessError.describing { () throws(SystemError) in
            try Signal.brokenPipe.ignore()
            _ = try CurrentProcess.raiseDescriptorLimit()
        }
    }

    // MARK: The instance

    private func makeInstance(
        _ scenario: Scenario
    ) throws(LoadFailure) -> (Scenario, LoadInstance) {
        if let socket = options.socket { return try attach(to: socket, scenario) }
        for name in ["lanekeeper", "lane-worker", "fake-runtime"] {
            let path = "\(programs)/\(name)"
            guard Files.exists(path) else {
                throw LoadFailure(
                    .internalFailure,
                    ["there is no \(path) (swift build makes it; --programs says where it is)"]
                )
            }
        }
        let instance = try internally { () throws(HarnessError) in
            try LoadInstance(scenario, programs: programs)
        }
        return (scenario, instance)
    }

    private func attach(
        to socket: String,
        _ scenario: Scenario
    ) throws(LoadFailure) -> (Scenario, LoadInstance) {
        guard scenario.preload == Preload() else {
            throw LoadFailure(
                usage: "scenario \(scenario.name) fills a ledger first (it cannot be used with"
                    + " --socket)"
            )
        }
        let instance = try LoadInstance(attachedTo: socket, programs: programs)
        let limited = AttachedLimit.apply(to: scenario, instance.quotas)
        say(AttachedLimit.warning(socket, from: scenario, to: limited))
        return (limited, instance)
    }

    private func end(_ instance: LoadInstance) {
        progress.show("ending the instance")
        instance.destroy(keepsFiles: options.keepsFiles)
        progress.clear()
        if options.keepsFiles { say("what is left is in \(instance.folder)") }
    }

    private func collect(
        _ scenario: Scenario,
        _ seed: UInt64,
        _ instance: LoadInstance,
        _ interruption: Interruption
    ) throws(HarnessError) -> Evidence {
        progress.show("\(scenario.name): starting \(instance.quotas.lanes.count) lanes")
        if instance.isOwn {
            try instance.start()
            try instance.waitUntilReady(interruption)
        }
        let preloader = Preloader(scenario, seed: seed, instance, interruption) { line in
            progress.show("\(scenario.name): \(line)")
        }
        let waiting = try preloader.run()
        var driver = try LoadDriver(
            scenario,
            seed: seed,
            instance,
            interruption: interruption,
            afterSubmitting: waiting
        ) { line in
            progress.show("\(scenario.name): \(line)")
        }
        var evidence = try driver.run()
        progress.show("\(scenario.name): collecting the evidence")
        try EvidenceCollector.collect(instance, into: &evidence)
        if !instance.isOwn { AttachedEvidence.keepOwn(&evidence, seed: seed) }
        return evidence
    }

    // MARK: The report

    private func write(_ report: LoadReport) throws(LoadFailure) {
        do throws(SystemError) {
            if let path = options.report, let format = OutputFormat(fileName: path) {
                try Files.writeAtomically(format.text(report), to: path, mode: 0o644)
            }
            try Files.write(options.output.text(report)[...], to: 1)
        } catch {
            throw LoadFailure(.internalFailure, [error.description])
        }
    }

    /// Writes a line for each scenario: its name and what it proves.
    static func list(_ library: ScenarioLibrary) throws(LoadFailure) -> String {
        let entries = library.entries()
        let width = entries.map(\.name.count).max() ?? 0
        var text = ""
        for entry in entries {
            let padding = String(repeating: " ", count: width - entry.name.count)
            text += "\(entry.name)\(padding)  \(try ScenarioLibrary.read(entry).summary)\n"
        }
        return text
    }
}
