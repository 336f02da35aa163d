import XCTest

@testable import Protocol

final class RuntimeReportTests: XCTestCase {
    func testEveryReport() throws {
        var limit = LimitReport(limitClass: "usage_window", state: .warning)
        limit.window = "five_hour"
        limit.model = "m"
        limit.utilization = 0.91
        limit.isBinding = true
        limit.resetAt = try Samples.time("2026-11-21T10:42:00Z")
        limit.retryAfterMilliseconds = 7500
        var usage = Usage()
        usage.inputTokenCount = 1200
        usage.outputTokenCount = 80
        usage.callCount = 2
        usage.costMicroUSD = 10_000
        var result = ResultReport(status: .error)
        result.text = "no"
        result.errorClass = "rate_limited"
        let table: [(String, RuntimeReport)] = [
            (#"{"lane":"session","id":"abc"}"#, .session(id: "abc")),
            (
                #"  {"lane":"progress","text":"building","pct":40,"new":[1]} "#,
                .progress(text: "building", percent: 40)
            ),
            (#"{"lane":"progress","pct":140.7}"#, .progress(text: "", percent: 100)),
            (#"{"lane":"progress","text":"x"}"#, .progress(text: "x", percent: nil)),
            (
                #"{"lane":"usage","input_tokens":1200,"output_tokens":80,"calls":2,"cost_usd":0.01,"model":"m","scope":"delta"}"#,
                .usage(usage)
            ),
            (
                #"{"lane":"usage","input_tokens":1200,"output_tokens":80,"calls":2,"cost_usd":0.01,"scope":"total"}"#,
                .usageTotal(usage)
            ),
            (#"{"lane":"tool","id":"t1","status":"start"}"#, .toolStarted(id: "t1")),
            (#"{"lane":"tool","id":"t1","status":"end"}"#, .toolEnded(id: "t1")),
            (#"{"lane":"phase","name":"committed"}"#, .phase(name: "committed")),
            (
                #"{"lane":"limit","class":"usage_window","state":"warning","window":"five_hour","model":"m","utilization":0.91,"binding":true,"reset_at":"2026-11-21T10:42:00Z","retry_after":7.5}"#,
                .limit(limit)
            ),
            (
                #"{"lane":"limit","class":"rate_limited"}"#,
                .limit(LimitReport(limitClass: "rate_limited", state: .rejected))
            ),
            (
                #"{"lane":"blocked","id":"p1","text":"may I push?","options":["allow","deny"]}"#,
                .blocked(question: "may I push? (allow, deny)")
            ),
            (#"{"lane":"blocked","text":"may I push?"}"#, .blocked(question: "may I push?")),
            (#"{"lane":"artifact","path":"out/report.md"}"#, .artifact(path: "out/report.md")),
            (
                #"{"lane":"result","status":"error","text":"no","error_class":"rate_limited"}"#,
                .result(result)
            ),
            (#"{"lane":"result","status":"ok"}"#, .result(ResultReport(status: .ok))),
        ]
        for (line, report) in table {
            XCTAssertEqual(RuntimeReport(decoding: Array(line.utf8)[...]), report, line)
        }
    }

    func testLinesThatAreLog() {
        let lines = [
            "", " ", "building", "{", "{}", "[]", #"{"lane":7}"#, #"{"lane":null}"#, #"["lane"]"#,
            #"{"level":"info"}"#, #"x {"lane":"session","id":"a"}"#,
            #"{"lane":"session","id":"a"} x"#,
            String(repeating: "{", count: 10_000), String(repeating: #"{"lane":"#, count: 10_000),
        ]
        for line in lines {
            XCTAssertNil(RuntimeReport(decoding: Array(line.utf8)[...]), String(line.prefix(40)))
        }
        XCTAssertNil(RuntimeReport(decoding: [0x7B, 0xFF, 0x7D]))
    }

    func testMalformedReports() {
        let table = [
            (#"{"lane":"wings"}"#, #"lane: "wings" is not known"#),
            (#"{"lane":"session"}"#, "id: missing (needs a string of 1 to 256 bytes)"),
            (#"{"lane":"session","id":""}"#, #"id: "" is not a string of 1 to 256 bytes"#),
            (#"{"lane":"tool","id":"a","status":"on"}"#, #"status: "on" is not one of start, end"#),
            (#"{"lane":"usage","input_tokens":-1}"#, "input_tokens: -1 is not an integer from 0"),
            (
                #"{"lane":"usage","cost_usd":-0.5}"#,
                "cost_usd: -0.5 is not a number from 0 to 1000000000"
            ),
            (
                #"{"lane":"usage","cost_usd":1e300}"#,
                "cost_usd: 1e+300 is not a number from 0 to 1000000000"
            ),
            (#"{"lane":"usage","scope":"week"}"#, #"scope: "week" is not one of delta, total"#),
            (#"{"lane":"limit"}"#, "class: missing (needs a string of 1 to 256 bytes)"),
            (
                #"{"lane":"limit","class":"a","reset_at":"soon"}"#,
                #"reset_at: "soon" is not an RFC 3339 time, for example 2026-11-21T10:42:00.000Z"#
            ),
            (
                #"{"lane":"result","status":"fine"}"#,
                #"status: "fine" is not one of ok, error, cancelled"#
            ),
            (#"{"lane":"artifact","path":7}"#, "path: 7 is not a string of 1 to 4096 bytes"),
        ]
        for (line, reason) in table {
            let report = RuntimeReport(decoding: Array(line.utf8)[...])
            XCTAssertEqual(report, .malformed(reason: reason), line)
        }
    }

    func testLongTextsAreCutAtACharacter() {
        let text = String(repeating: "é", count: 5000)
        let line = #"{"lane":"result","status":"ok","text":"\#(text)"}"#

        guard case .result(let result)? = RuntimeReport(decoding: Array(line.utf8)[...]) else {
            return XCTFail("no result")
        }
        XCTAssertEqual(result.text, String(repeating: "é", count: 2048))
    }

    func testHugeFiguresAreBounded() {
        let line = #"{"lane":"limit","class":"a","retry_after":1e300}"#

        guard case .limit(let limit)? = RuntimeReport(decoding: Array(line.utf8)[...]) else {
            return XCTFail("no limit")
        }
        XCTAssertEqual(limit.retryAfterMilliseconds, 31_536_000_000)
    }
}
