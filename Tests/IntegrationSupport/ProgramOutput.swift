import Foundation
public import System

/// What a program that ran to its end has said.
public struct ProgramOutput {
    /// How it ended.
    public let status: System.ExitStatus
    /// What it wrote to standard output.
    public let output: String
    /// What it wrote to standard error.
    public let errors: String

    /// The exit code; nil if a signal ended it.
    public var code: Int32? {
        if case .exited(let code) = status { code } else { nil }
    }

    /// Runs a program to its end.
    ///
    /// - Throws: `TestFailure` if it goes on after so many seconds; it is killed then.
    public static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String] = ["PATH=/usr/bin:/bin"],
        directory: String? = nil,
        seconds: Double = 30
    ) throws -> ProgramOutput {
        var request = SpawnRequest(
            executable: path,
            arguments: arguments,
            environment: environment
        )
        request.directory = directory
        let output = try System.Pipe()
        let errors = try System.Pipe()
        request.descriptors = [
            DescriptorMapping(output.writer.rawValue, as: 1),
            DescriptorMapping(errors.writer.rawValue, as: 2),
        ]
        request.deathSignal = .kill
        let handle = try request.start()
        let streams = [try ByteStream(output.reader), try ByteStream(errors.reader)]
        _ = consume output.writer
        _ = consume errors.writer
        var texts: [[UInt8]] = [[], []]
        let deadline = Deadline.after(seconds)
        while true {
            let status = try handle.reap()
            for (index, stream) in streams.enumerated() where stream.wantsRead {
                while stream.readAvailable() > 0 { texts[index] += stream.takeInput() }
            }
            if let status {
                return ProgramOutput(
                    status: status,
                    output: String(decoding: texts[0], as: UTF8.self),
                    errors: String(decoding: texts[1], as: UTF8.self)
                )
            }
            let open = streams.filter(\.wantsRead).map { ($0.descriptor, Interest.read) }
            let ready = try Poll.wait(open + [(handle.descriptor, .read)], until: deadline)
            guard !ready.isEmpty else {
                _ = try handle.send(.kill)
                _ = try handle.reap()
                throw TestFailure("\(path) \(arguments) goes on after \(seconds) s")
            }
        }
    }
}
