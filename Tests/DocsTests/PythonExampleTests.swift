import IntegrationSupport
import Protocol
import System
import XCTest

/// The Python that pages show talks to a real supervisor, with the standard library alone.
final class PythonExampleTests: XCTestCase {
    func testReadmeExampleSubmitsOnceAndWaits() throws {
        let instance = try makeInstance()
        let script = try XCTUnwrap(try Page("README.md").blocks("python").first)

        let first = try run(script, on: instance)
        let second = try run(script, on: instance)

        XCTAssertTrue(first.hasSuffix(" completed\n"), first)
        XCTAssertEqual(first, second, "the key names one mission")
        XCTAssertLessThanOrEqual(script.split(separator: "\n").count, 10)
    }

    func testControlAPIExampleSubmits() throws {
        let instance = try makeInstance()
        let script = try XCTUnwrap(try Page("docs/control-api.md").blocks("python").first)

        let output = try run(script, on: instance)

        XCTAssertTrue(output.contains("'idempotency_key': 'today'"), output)
        let list = try instance.lanectl("mission", "list", "--all", "-o", "name")
        XCTAssertEqual(list.output.split(separator: "\n").count, 1, list.output)
    }

    private func makeInstance() throws -> TestInstance {
        var configuration = TestConfiguration()
        configuration.defaults[0] = "profile: \"shell\""
        return try TestInstance(in: self, configuration)
    }

    private func run(_ script: String, on instance: TestInstance) throws -> String {
        let result = try ProgramOutput.run(
            "/usr/bin/python3",
            ["-I", "-c", script],
            environment: ["LANEKEEPER_SOCKET=\(instance.socket)"]
        )
        XCTAssertEqual(result.code, 0, result.errors)
        return result.output
    }
}
