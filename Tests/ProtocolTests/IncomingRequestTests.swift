import DataStructures
import XCTest

@testable import Protocol

/// Strictness: what is not as it must be is refused with its path, whatever field it is.
final class IncomingRequestTests: XCTestCase {
    /// Parameters that must be there, as the end of their path.
    private let required: [String] = [
        "params.protocol", "params.protocol.oldest", "params.protocol.newest", "params.program",
        "params.version", "params.missions", "].objective", "params.mission_id", "params.vp_id",
        "params.to", "params.as", "missions[0].deadline_at", "params.pool", "params.state",
        "params.stage", "params.percent", "].takes_ms",
    ]

    func testEveryValueOfAnotherTypeIsRefusedWithItsPath() throws {
        try forEveryParameter { request, path, value in
            let bad = request.replacing(path, with: value.ofAnotherType)

            let refused = try XCTUnwrap(refusal(of: bad), "\(path)")
            XCTAssertEqual(refused.error.reason, .invalidField, "\(path)")
            XCTAssertTrue(
                refused.error.message.hasPrefix(expectedPath(path) + ": "),
                "\(path): \(refused.error.message)"
            )
            XCTAssertTrue(refused.error.message.contains(" is not "), refused.error.message)
        }
    }

    func testEveryUnknownNeighbourIsRefusedWithTheNearestName() throws {
        try forEveryParameter { request, path, _ in
            guard case .member(let name)? = path.steps.last, !isFreeObject(path) else { return }
            let neighbour = JSONPath(steps: path.steps.dropLast() + [.member(name + "x")])
            let bad = request.replacing(neighbour, with: .integer(1))

            let refused = try XCTUnwrap(refusal(of: bad), "\(neighbour)")
            XCTAssertEqual(
                refused.error.message,
                "\(expectedPath(neighbour)): unknown field (did you mean \"\(name)\"?)"
            )
        }
    }

    func testEveryFieldThatIsMissingIsRefusedOrHasADefault() throws {
        try forEveryParameter { request, path, _ in
            guard case .member = path.steps.last else { return }
            if path.description.hasSuffix("params.off") {
                // Without it, the same request is one that lacks the other lane.
                return XCTAssertEqual(
                    refusal(of: request.replacing(path, with: nil))?.error.message,
                    "to: missing (needs a lane (or off: true))"
                )
            }
            let isRequired = required.contains { path.description.hasSuffix($0) }
            let isFilter = path.steps.count == 2 && isList(request)

            let refused = refusal(of: request.replacing(path, with: nil))
            let refusedNull = refusal(of: request.replacing(path, with: .null))
            if isFreeObject(path) { return }
            XCTAssertEqual(refused?.error, refusedNull?.error, "null is absent: \(path)")
            guard isRequired, !isFilter else {
                return XCTAssertNil(refused, "\(path)")
            }
            let start = expectedPath(path) + ": missing (needs "
            XCTAssertTrue(refused?.error.message.hasPrefix(start) == true, "\(path)")
        }
    }

    func testRefusalsCarryTheIDOfTheRequest() throws {
        try forEveryParameter { request, path, value in
            let refused = try XCTUnwrap(
                refusal(of: request.replacing(path, with: value.ofAnotherType))
            )

            XCTAssertNotNil(refused.id, "\(path)")
        }
    }

    func testValuesOutOfRange() {
        let table: [(mission: String, message: String)] = [
            (#""objective":"""#, #"objective: "" is not a string of 1 to 262144 bytes"#),
            (
                #""objective":"a\u0000b""#,
                #"objective: "a\u0000b" is not a string of 1 to 262144 bytes"#
            ),
            (
                #""objective":"x","budget":{"max_runtime_seconds":0}"#,
                "budget.max_runtime_seconds: 0 is not an integer from 1 to 604800"
            ),
            (
                #""objective":"x","budget":{"max_idle_seconds":604801}"#,
                "budget.max_idle_seconds: 604801 is not an integer from 1 to 604800"
            ),
            (
                #""objective":"x","budget":{"max_idle_seconds":-1}"#,
                "budget.max_idle_seconds: -1 is not an integer from 1 to 604800"
            ),
            (
                #""objective":"x","budget":{"max_idle_seconds":1.5}"#,
                "budget.max_idle_seconds: 1.5 is not an integer from 1 to 604800"
            ),
            (
                #""objective":"x","budget":{"max_llm_calls":0}"#,
                "budget.max_llm_calls: 0 is not an integer from 1 to 1000000000"
            ),
            (
                #""objective":"x","budget":{"max_tokens":1000000000000001}"#,
                "budget.max_tokens: 1000000000000001 is not an integer from 1 to 1000000000000000"
            ),
            (
                #""objective":"x","budget":{"max_cost_usd":0}"#,
                "budget.max_cost_usd: 0 is not a number from 0.000001 to 1000000000"
            ),
            (
                #""objective":"x","retry":{"max_attempts":0}"#,
                "retry.max_attempts: 0 is not an integer from 1 to 100"
            ),
            (
                #""objective":"x","retry":{"max_recoveries":101}"#,
                "retry.max_recoveries: 101 is not an integer from 0 to 100"
            ),
            (
                #""objective":"x","retry":{"max_deferrals":10001}"#,
                "retry.max_deferrals: 10001 is not an integer from 0 to 10000"
            ),
            (
                #""objective":"x","class":"urgent""#,
                #"class: "urgent" is not one of interactive, deadline, background"#
            ),
            (
                #""objective":"x","class":"deadline""#,
                "deadline_at: missing (needs an RFC 3339 time, for example 2026-11-21T10:42:00.000Z, because of class deadline)"
            ),
            (
                #""objective":"x","expire_at_deadline":true"#,
                "deadline_at: missing (needs an RFC 3339 time, for example 2026-11-21T10:42:00.000Z, because of expire_at_deadline)"
            ),
            (
                #""objective":"x","not_before":"tomorrow""#,
                #"not_before: "tomorrow" is not an RFC 3339 time, for example 2026-11-21T10:42:00.000Z"#
            ),
            (
                #""objective":"x","vp_id":"a/b""#,
                #"vp_id: "a/b" is not a lane name (words of a-z and 0-9 joined by single . or -, at most 48 bytes)"#
            ),
            (
                #""objective":"x","mission_id":"../x""#,
                #"mission_id: "../x" is not a mission id (1 to 64 bytes of A-Z, a-z, 0-9, ., _, -, not first . or -)"#
            ),
            (
                #""objective":"x","idempotency_key":"""#,
                #"idempotency_key: "" is not a string of 1 to 200 bytes"#
            ),
            (
                #""objective":"x","owner":"\#(String(repeating: "é", count: 65))""#,
                "owner: \"\(String(repeating: "é", count: 29))… is not a string of at most 128 bytes"
            ),
            (
                #""objective":"x","requires":["tools","wings"]"#,
                #"requires[1]: "wings" is not one of tools, resume, cancel, streaming, usage, permissions"#
            ),
            (
                #""objective":"x","checks":[["true"],[]]"#,
                "checks[1]: [] is not a command: 1 to 128 strings of at most 4096 bytes, the first not empty"
            ),
            (
                #""objective":"x","checks":[[""]]"#,
                #"checks[0]: [""] is not a command: 1 to 128 strings of at most 4096 bytes, the first not empty"#
            ),
            (
                #""objective":"x","checks":["true"]"#,
                #"checks[0]: "true" is not a command: 1 to 128 strings of at most 4096 bytes, the first not empty"#
            ),
            (
                #""objective":"x","labels":{"a b":"c"}"#,
                #"labels: "a b" is not a label name (1 to 63 bytes of A-Z, a-z, 0-9, ., _, /, -)"#
            ),
            (
                #""objective":"x","labels":{"a":7}"#,
                "labels.a: 7 is not a string of at most 256 bytes"
            ),
            (
                #""objective":"x","labels":{\#((0..<33).map { "\"k\($0)\":\"\"" }.joined(separator: ","))}"#,
                "labels: 33 members are more than 32"
            ),
            (
                #""objective":"x","traceparent":"00-1-2-3""#,
                #"traceparent: "00-1-2-3" is not a W3C trace context (00-<32 hex digits>-<16 hex digits>-<2 hex digits>)"#
            ),
            (
                #""objective":"x","session":"new""#,
                #"session: "new" is not one of continue, fresh"#
            ),
            (
                #""objective":"x","envelope_version":2"#,
                "envelope_version: 2 is not 1, the version that is known here"
            ),
            (
                #""objective":"x","assigned_vp_id":"a""#,
                "assigned_vp_id: set by the supervisor (leave it out)"
            ),
            (
                #""objective":"x","assigned_by":"me""#,
                "assigned_by: set by the supervisor (leave it out)"
            ),
            (
                #""objective":"x","shadow_of":"m1""#,
                "shadow_of: set by the supervisor (leave it out)"
            ),
        ]
        for (mission, message) in table {
            let refused = refusal(ofMission: mission)
            XCTAssertEqual(refused?.error.message, "missions[0]." + message)
            XCTAssertEqual(refused?.error.reason, .invalidField)
            XCTAssertEqual(refused?.error.rpcCode, -32_602)
            XCTAssertEqual(
                refused?.error.object,
                String(message.prefix { $0 != ":" }).isEmpty
                    ? nil : "missions[0]." + message.prefix { $0 != ":" }
            )
        }
    }

    func testFieldsThatAreNotCarriedOutAreRefusedOnlyIfTheyAskForSomething() {
        let asking = [
            #""checkin_seconds":60"#,
            #""callback":"mail""#, #""workspace":{"kind":"worktree"}"#,
            #""workspace":{"repo":"/srv/r"}"#, #""workspace":{"kind":"lane","base":"main"}"#,
        ]
        let neutral = [
            #""fallback":[]"#, #""fallback":["a"]"#, #""fallback":null"#, #""preemptible":false"#,
            #""preemptible":true"#, #""class":"interactive","preemptible":false"#,
            #""shadow_ok":false"#, #""shadow_ok":true"#,
            #""checkin_seconds":null"#, #""callback":null"#, #""workspace":{}"#,
            #""workspace":{"kind":"lane"}"#, #""budget":{"max_tokens":null}"#,
            #""budget":{"max_llm_calls":1}"#,
            #""budget":{"max_cost_usd":0.5}"#,
        ]
        let wrong = [
            #""fallback":["a/b"]"#, #""fallback":7"#, #""fallback":["a","b","a"]"#,
            #""fallback":["a","b","c","d"]"#, #""vp_id":"a","fallback":["b","a"]"#,
            #""preemptible":"yes""#, #""class":"interactive","preemptible":true"#,
            #""shadow_ok":"yes""#, #""shadow_of":"m1""#,
            #""workspace":{"kind":"cloud"}"#, #""workspace":{"kid":"lane"}"#,
        ]
        for field in asking {
            let error = refusal(ofMission: #""objective":"x","# + field)?.error
            XCTAssertEqual(error?.reason, .unsupportedField, field)
            XCTAssertEqual(error?.code, .refused, field)
            XCTAssertEqual(error?.rpcCode, 5, field)
        }
        for field in neutral {
            XCTAssertNil(refusal(ofMission: #""objective":"x","# + field), field)
        }
        for field in wrong {
            let error = refusal(ofMission: #""objective":"x","# + field)?.error
            XCTAssertEqual(error?.reason, .invalidField, field)
        }
    }

    func testTimesAreReadInMilliseconds() throws {
        let line =
            #"{"id":1,"jsonrpc":"2.0","method":"mission.submit","params":{"missions":["#
            + #"{"objective":"x","not_before":"1969-12-31T23:59:59.9999+00:00"}]}}"#

        let frame = try ControlRequestFrame(decoding: Array(line.utf8)[...])

        guard case .missionSubmit(let missions, _) = frame.command else {
            return XCTFail("\(frame)")
        }
        XCTAssertEqual(missions.first?.notBefore?.nanoseconds, -1_000_000)
    }

    func testCountsOfMissions() {
        let none = refusal(
            ofText: #"{"id":1,"jsonrpc":"2.0","method":"mission.submit","params":{"missions":[]}}"#
        )
        let mission = #"{"objective":"x"}"#
        let many = Array(repeating: mission, count: 1001).joined(separator: ",")
        let tooMany = refusal(
            ofText:
                #"{"id":1,"jsonrpc":"2.0","method":"mission.submit","params":{"missions":[\#(many)]}}"#
        )

        XCTAssertEqual(
            none?.error.message,
            "missions: a list of 0 is not a list of 1 to 1000 objects"
        )
        XCTAssertEqual(
            tooMany?.error.message,
            "missions: a list of 1001 is not a list of 1 to 1000 objects"
        )
    }

    func testOptionsThatAMethodDoesNotTakeAreRefused() {
        let table = [
            ("lane.pause", #""force":true"#, #"force: unknown field"#),
            ("lane.pause", #""deadline_seconds":1"#, #"deadline_seconds: unknown field"#),
            ("lane.drain", #""force":true"#, #"force: unknown field"#),
            ("lane.restart", #""deadline_seconds":1"#, #"deadline_seconds: unknown field"#),
            (
                "lane.drain", #""deadline_seconds":604801"#,
                "deadline_seconds: 604801 is not an integer from 0 to 604800"
            ),
            ("lane.drain", #""reason":"""#, #"reason: "" is not a string of 1 to 500 bytes"#),
        ]
        for (method, option, message) in table {
            let refused = refusal(
                ofText:
                    #"{"id":1,"jsonrpc":"2.0","method":"\#(method)","params":{"vp_id":"a",\#(option)}}"#
            )
            XCTAssertEqual(refused?.error.message, message, method)
        }
    }

    // MARK: Frames

    func testLinesThatAreNoRequests() {
        let table: [(line: String, code: Int32, id: RequestID?, message: String)] = [
            ("", -32_700, nil, #"not JSON: """#),
            ("{", -32_700, nil, #"not JSON: "{""#),
            ("{} {}", -32_700, nil, #"not JSON: "{} {}""#),
            ("nonsense", -32_700, nil, #"not JSON: "nonsense""#),
            ("7", -32_600, nil, "7 is not an object"),
            (#"[{"id":1}]"#, -32_600, nil, #"[{"id":1}] is not an object"#),
            ("{}", -32_600, nil, #"jsonrpc: missing (needs a string of at most 64 bytes)"#),
            (
                #"{"id":1}"#, -32_600, .number(1),
                #"jsonrpc: missing (needs a string of at most 64 bytes)"#
            ),
            (#"{"id":"a","jsonrpc":"1.0"}"#, -32_600, .text("a"), #"jsonrpc: "1.0" is not "2.0""#),
            (
                #"{"jsonrpc":"2.0","method":"hello"}"#, -32_600, nil,
                "id: missing (needs an integer or a string)"
            ),
            (
                #"{"id":null,"jsonrpc":"2.0","method":"hello"}"#, -32_600, nil,
                "id: missing (needs an integer or a string)"
            ),
            (
                #"{"id":true,"jsonrpc":"2.0"}"#, -32_600, nil,
                "id: true is not an integer or a string of at most 256 bytes"
            ),
            (
                #"{"id":1.5,"jsonrpc":"2.0"}"#, -32_600, nil,
                "id: 1.5 is not an integer or a string of at most 256 bytes"
            ),
            (
                #"{"id":2,"jsonrpc":"2.0"}"#, -32_600, .number(2),
                "method: missing (needs a string of at most 256 bytes)"
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":7}"#, -32_600, .number(2),
                "method: 7 is not a string of at most 256 bytes"
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":"hello","parms":{}}"#, -32_600, .number(2),
                #"parms: unknown field (did you mean "params"?)"#
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":"mission.sumbit"}"#, -32_601, .number(2),
                #"method: "mission.sumbit" is not known (did you mean "mission.submit"?)"#
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":"x"}"#, -32_601, .number(2),
                #"method: "x" is not known"#
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":"lane.list","params":[]}"#, -32_602, .number(2),
                "params: [] is not an object"
            ),
            (
                #"{"id":2,"jsonrpc":"2.0","method":"lane.list","params":{"a":1}}"#, -32_602,
                .number(2), "a: unknown field"
            ),
        ]
        for (line, code, id, message) in table {
            let refused = refusal(ofText: line)
            XCTAssertEqual(refused?.error.message, message, line)
            XCTAssertEqual(refused?.error.rpcCode, code, line)
            XCTAssertEqual(refused?.error.code, .usage, line)
            XCTAssertEqual(refused?.id, id, line)
        }
    }

    func testDeepNestingIsRefused() {
        for open in ["[", #"{"a":"#] {
            for tail in ["", #","method":"hello"}"#] {
                let line =
                    #"{"id":1,"jsonrpc":"2.0","params":"# + String(repeating: open, count: 10_000)
                    + tail
                let refused = refusal(ofText: line)
                XCTAssertEqual(refused?.error.reason, .invalidJSON)
            }
        }
    }

    func testInvalidUTF8IsRefusedWithItsPlace() {
        let line = Array(#"{"id":1,"jsonrpc":"2.0","method":"hello""#.utf8) + [0xC3, 0x28, 0x7D]

        XCTAssertThrowsError(try ControlRequestFrame(decoding: line[...])) { error in
            let refused = error as? RefusedRequest
            XCTAssertEqual(refused?.error.message, "not UTF-8 (byte 40 of 43)")
            XCTAssertEqual(refused?.error.rpcCode, -32_700)
        }
    }

    func testMessagesOfErrorsAreOneLine() {
        let refused = refusal(ofMission: #""objective":"x","class":"a\nb\u2028c""#)

        XCTAssertEqual(refused?.error.message.contains("\n"), false)
    }

    // MARK: Helpers

    private func forEveryParameter(
        _ body: (_ request: JSONValue, _ path: JSONPath, _ value: JSONValue) throws -> Void
    ) throws {
        for sample in try Samples.commands() {
            let frame = ControlRequestFrame(id: .number(1), command: sample.command)
            let request = try JSONText.decodeValue(frame.encoded().dropLast())
            for (path, value) in request.descendants() where path.steps.count > 1 {
                try body(request, path, value)
            }
        }
    }

    /// Errors leave `params` out, and name a command as a whole.
    private func expectedPath(_ path: JSONPath) -> String {
        var steps = Array(path.steps.dropFirst())
        if let checks = steps.firstIndex(of: .member("checks")) {
            steps = Array(steps.prefix(checks + 2))
        }
        return JSONPath(steps: steps).description
    }

    /// Labels have any name.
    private func isFreeObject(_ path: JSONPath) -> Bool {
        path.steps.dropLast().last == .member("labels")
    }

    /// In lists and subscriptions the lane and the mission are filters.
    private func isList(_ request: JSONValue) -> Bool {
        guard case .object(let frame) = request else { return false }
        return frame["method"] == .string("mission.list")
            || frame["method"] == .string("events.subscribe")
    }

    private func refusal(of request: JSONValue) -> RefusedRequest? {
        refusal(of: JSONText.encode(request))
    }

    private func refusal(ofText text: String) -> RefusedRequest? {
        refusal(of: Array(text.utf8))
    }

    private func refusal(ofMission fields: String) -> RefusedRequest? {
        refusal(
            ofText:
                #"{"id":1,"jsonrpc":"2.0","method":"mission.submit","params":{"missions":[{\#(fields)}]}}"#
        )
    }

    private func refusal(of line: [UInt8]) -> RefusedRequest? {
        do {
            _ = try ControlRequestFrame(decoding: line[...])
            return nil
        } catch {
            return error
        }
    }
}
