import Protocol
import System
import XCTest

/// Small programs for tests to start and to listen to.
enum Shell {
    static let path = "PATH=/usr/bin:/bin"

    /// A `/bin/sh` that runs a script with `PATH` and what else is given.
    static func request(_ script: String, environment: [String] = []) -> SpawnRequest {
        SpawnRequest(
            executable: "/bin/sh",
            arguments: ["-c", script],
            environment: [path] + environment
        )
    }

    /// A process that lives until it is killed.
    static func sleeper(environment: [String] = []) -> SpawnRequest {
        SpawnRequest(executable: "sleep", arguments: ["600"], environment: [path] + environment)
    }

    /// Runs a process to its end and returns what it wrote to standard output.
    static func output(of request: SpawnRequest) throws -> String {
        let pipe = try Pipe()
        var request = request
        request.descriptors.append(DescriptorMapping(pipe.writer.rawValue, as: 1))
        let handle = try request.start()
        let stream = try ByteStream(pipe.reader.duplicate())
        closeBoth(pipe)
        let text = try readToEnd(stream)
        XCTAssertEqual(try handle.wait(until: Deadline.soon), .exited(code: 0))
        return text
    }

    /// Reads a stream until its writers are gone.
    static func readToEnd(_ stream: ByteStream) throws -> String {
        let deadline = Deadline.soon
        while stream.state == .open {
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                XCTFail("no end within the deadline")
                break
            }
            stream.readAvailable()
        }
        return String(decoding: stream.takeInput(), as: UTF8.self)
    }

    /// Reads one line that a process writes.
    static func readLine(_ stream: ByteStream) throws -> String {
        let deadline = Deadline.soon
        while !stream.input.contains(UInt8(ascii: "\n")), stream.state == .open {
            guard try Poll.waitReadable(stream.descriptor, until: deadline) else {
                XCTFail("no line within the deadline")
                break
            }
            stream.readAvailable()
        }
        let line = stream.input.prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: line, as: UTF8.self)
        let byteCount = min(line.count + 1, stream.inputByteCount)
        stream.consumeInput(byteCount)
        return text
    }

    static func closeBoth(_ pipe: consuming Pipe) {
        _ = consume pipe
    }
}
