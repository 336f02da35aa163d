internal import Protocol
internal import System

/// Leaves a process behind: this program again, with a script of its own.
struct Grandchild {
    /// Where the new process finds the end of the pipe that it closes once it is what it should be.
    private static let readyDescriptor: Int32 = 9

    private let environment: Environment

    /// Makes one that hands on `environment`.
    init(environment: Environment) {
        self.environment = environment
    }

    /// Starts it and returns when it is in the state that `options` say.
    ///
    /// - Throws: `ScriptError.impossible`; no process is left.
    func start(
        lifetime: Instruction.Nanoseconds,
        options: GrandchildOptions
    ) throws(ScriptError) {
        do {
            if options.isOrphan {
                try startOrphan(lifetime: lifetime, options: options)
            } else {
                try startChild(lifetime: lifetime, options: options)
            }
        } catch {
            throw .impossible(
                operation: "start",
                object: "a grandchild",
                cause: error.errno.description
            )
        }
    }

    /// A child that starts the real one and ends; so the real one has no parent of ours.
    private func startOrphan(
        lifetime: Instruction.Nanoseconds,
        options: GrandchildOptions
    ) throws(SystemError) {
        var options = options
        options.isOrphan = false
        let words = ["grandchild \(seconds(lifetime))"] + options.words
        let request = try request(
            script: words.joined(separator: " "),
            descriptors: standardOutputs
        )
        _ = try request.start().wait(until: nil)
    }

    private func startChild(
        lifetime: Instruction.Nanoseconds,
        options: GrandchildOptions
    ) throws(SystemError) {
        let pipe = try Pipe()
        let reader = try pipe.reader.duplicate()
        let preparation = options.ignoresTermination ? "ignore-term; " : ""
        let script = "\(preparation)close \(Self.readyDescriptor); sleep \(seconds(lifetime))"
        var request = try request(
            script: script,
            descriptors: options.holdsPipe ? standardOutputs : []
        )
        request.startsSession = options.hasOwnSession
        request.descriptors.append(
            DescriptorMapping(pipe.writer.rawValue, as: Self.readyDescriptor)
        )
        _ = try request.start()
        // Only the grandchild holds the writer from here on; its end is its word that it is ready.
        _ = consume pipe
        _ = try Poll.waitReadable(reader.rawValue, until: nil)
    }

    private var standardOutputs: [DescriptorMapping] {
        [DescriptorMapping(1, as: 1), DescriptorMapping(2, as: 2)]
    }

    private func request(
        script: String,
        descriptors: [DescriptorMapping]
    ) throws(SystemError) -> SpawnRequest {
        var request = SpawnRequest(
            executable: try CurrentProcess.executablePath(),
            arguments: [script],
            environment: environment.entries
        )
        request.startsSession = false
        request.descriptors = descriptors
        return request
    }

    private func seconds(_ span: Instruction.Nanoseconds) -> String {
        "\(Double(span) / 1_000_000_000)"
    }
}
