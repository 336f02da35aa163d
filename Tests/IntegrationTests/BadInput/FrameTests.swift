import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// Lines that are none: one connection ends or hears one error, everybody else goes on.
final class FrameTests: XCTestCase {
    private let nested =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":"
        + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}\n"

    private func junk() -> [(name: String, bytes: [UInt8])] {
        [
            ("oversize", [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20) + [10]),
            ("oversize without an end", [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)),
            ("invalid UTF-8", [0xFF, 0xFE, 0x80, 10]), ("deep nesting", Array(nested.utf8)),
            ("no JSON", Array("hello there\n".utf8)), ("a batch", Array("[1, 2]\n".utf8)),
            ("no id", Array("{\"jsonrpc\":\"2.0\",\"method\":\"hello\"}\n".utf8)),
            ("NUL", [0, 0, 0, 10]), ("half a line", Array("{\"jsonrpc\":\"2.0\",\"id\":".utf8)),
            ("a number too large", Array("{\"jsonrpc\":\"2.0\",\"id\":1e999}\n".utf8)),
        ]
    }

    func testJunkOnTheControlSocketEndsNothingElse() throws {
        let instance = try TestInstance(in: self)
        let other = try instance.client()
        let id = try start(script("sleep 0.5", "say done"), other).id
        let pid = try other.status().pid

        for (name, bytes) in junk() {
            let client = try TestClient(instance.socket, saysHello: false)
            // The supervisor may close before everything is sent.
            try? client.sendRaw(bytes)
            try? client.endWriting()
            var lines: [[UInt8]] = []
            while let line = try? client.receiveLine() { lines.append(line) }
            XCTAssertLessThanOrEqual(lines.count, 1, name)
            for line in lines {
                guard case .answer(_, .error(let error)) = try ControlMessage(decoding: line[...])
                else { return XCTFail("\(name): \(String(decoding: line, as: UTF8.self))") }
                XCTAssertEqual(error.code, .usage, name)
                XCTAssertFalse(error.message.contains("\n"), name)
            }
            // Who writes more than is read finds the connection closed while it writes.
            let isSentWhole = bytes.count < 2 << 20
            if isSentWhole, !name.hasPrefix("half") { XCTAssertEqual(lines.count, 1, name) }
        }

        XCTAssertEqual(try other.status().pid, pid)
        XCTAssertEqual(try other.wait(id).state.status, .completed)
        XCTAssertNil(try instance.supervisor?.reap())
    }

    /// A client that goes on reading after its write failed learns why.
    func testLineThatIsTooLongIsRefusedByName() throws {
        let instance = try TestInstance(in: self)
        let program = """
            import socket, sys
            api = socket.socket(socket.AF_UNIX)
            api.connect(sys.argv[1])
            try:
                api.sendall(b"x" * (3 << 20))
            except OSError:
                pass
            print(api.makefile("rb").readline().decode())
            """

        let client = try ProgramOutput.run(
            "/usr/bin/python3",
            ["-c", program, instance.socket]
        )

        XCTAssertTrue(client.output.contains("frame_too_large"), client.output + client.errors)
    }

    func testJunkOnALaneSocketDoesNotDisturbTheLane() throws {
        let instance = try TestInstance(in: self)
        let client = try instance.client()
        let worker = try client.waitForWorker(lane("vp.a"))
        let id = try start(script("sleep 0.5", "say done"), client).id

        for (_, bytes) in junk() {
            let intruder = try TestClient("\(instance.runtime)/lanes/vp.a.sock", saysHello: false)
            // The worker may close before everything is sent.
            try? intruder.sendRaw(bytes)
            try? intruder.endWriting()
            while (try? intruder.receiveLine()) != nil {}
        }

        XCTAssertEqual(try client.wait(id).state.status, .completed)
        XCTAssertEqual(try client.mission(id).attempts.count, 1)
        XCTAssertEqual(try client.lane(lane("vp.a")).record.worker, worker)
    }

    func testRequestBeforeHelloAndUnknownMethodAreRefusedByName() throws {
        let instance = try TestInstance(in: self)
        let silent = try TestClient(instance.socket, saysHello: false)

        XCTAssertEqual(try silent.refusal(of: .supervisorStatus).reason, .protocolVersion)

        let client = try instance.client()
        let text = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"mission.explode\",\"params\":{}}\n"
        try client.sendRaw(Array(text.utf8))
        guard case .error(let error) = try client.receiveAnswer() else {
            return XCTFail("accepted")
        }
        XCTAssertEqual(error.reason, .unknownMethod)
        XCTAssertTrue(error.message.contains("mission.explode"))
        XCTAssertEqual(try client.status().phase, "ready")
    }

    func testClientThatDoesNotReadLosesOnlyItsConnection() throws {
        let instance = try TestInstance(in: self)
        let idle = try instance.client()
        try idle.subscribe(after: 0)
        let client = try instance.client()
        let flood = (0..<400).map { number in
            script("say x") {
                $0.idempotencyKey = "\(number)"
                $0.notBefore = WallTime(nanoseconds: 4_000_000_000_000_000_000)
                $0.labels["padding"] = String(repeating: "x", count: 60)
            }
        }

        for _ in 0..<3 { _ = try client.submit(flood) }

        XCTAssertEqual(try finish(script("say fine"), client).state.status, .completed)
    }
}
