import Foundation
import Protocol
import System

/// One run of the built program: its script, its output, its end.
final class Execution {
    /// The process.
    let handle: ProcessHandle

    private let output: FileHandle
    private let errors: FileHandle

    /// Starts the program with `arguments`.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - variables: Its environment, each `NAME=value`.
    ///   - input: A descriptor that it gets as 0; nil for `/dev/null`.
    ///   - report: A descriptor that it gets as 3; nil for none.
    /// - Throws: `SystemError` when it does not start.
    init(
        _ arguments: String...,
        variables: [String] = [],
        input: Int32? = nil,
        report: Int32? = nil
    ) throws {
        let outputPipe = try System.Pipe()
        let errorsPipe = try System.Pipe()
        var request = SpawnRequest(
            executable: Self.program,
            arguments: arguments,
            environment: variables
        )
        request.descriptors = [
            DescriptorMapping(outputPipe.writer.rawValue, as: 1),
            DescriptorMapping(errorsPipe.writer.rawValue, as: 2),
        ]
        if let input { request.descriptors.append(DescriptorMapping(input, as: 0)) }
        if let report { request.descriptors.append(DescriptorMapping(report, as: 3)) }
        handle = try request.start()
        output = Self.fileHandle(try outputPipe.reader.duplicate())
        errors = Self.fileHandle(try errorsPipe.reader.duplicate())
    }

    /// All that it wrote to stdout; waits until nobody holds it any more.
    func outputText() throws -> String {
        String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// The next bytes that it writes to stdout, as text.
    func nextOutputText() -> String {
        String(decoding: output.availableData, as: UTF8.self)
    }

    /// All that it wrote to stderr; waits until nobody holds it any more.
    func errorText() throws -> String {
        String(decoding: try errors.readToEnd() ?? Data(), as: UTF8.self)
    }

    /// Whether somebody still holds its stdout and has written nothing.
    func holdsOutput() throws -> Bool {
        try !Poll.waitReadable(output.fileDescriptor, until: Clock.bootTime())
    }

    /// How it ended (`exit:0`, `signal:9`); nil if it did not within ten seconds.
    func end() throws -> String? {
        try handle.wait(until: Clock.bootTime() + .seconds(10))?.description
    }

    /// The program beside the test bundle.
    private static var program: String {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0])
        return bundle.deletingLastPathComponent().appendingPathComponent("fake-runtime").path
    }

    private static func fileHandle(_ descriptor: consuming Descriptor) -> FileHandle {
        FileHandle(fileDescriptor: descriptor.release(), closeOnDealloc: true)
    }
}
