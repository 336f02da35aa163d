import XCTest

@testable import FakeRuntime

final class InstructionFormTests: XCTestCase {
    func testReportsHaveTheShapesOfTheContract() throws {
        let lines: KeyValuePairs = [
            "session abc": #"{"lane":"session","id":"abc"}"#,
            "progress building it 40": #"{"lane":"progress","text":"building it","pct":40}"#,
            "progress building": #"{"lane":"progress","text":"building"}"#,
            "usage 12 8 0.01":
                #"{"lane":"usage","input_tokens":12,"output_tokens":8,"cost_usd":0.01,"#
                + #""scope":"delta"}"#,
            "tool t1 start": #"{"lane":"tool","id":"t1","status":"start"}"#,
            "phase built": #"{"lane":"phase","name":"built"}"#,
            "limit usage_window rejected window=five_hour utilization=0.97 binding=true":
                #"{"lane":"limit","class":"usage_window","state":"rejected","window":"five_hour","#
                + #""utilization":0.97,"binding":true}"#,
            "blocked p1 may I push?": #"{"lane":"blocked","id":"p1","text":"may I push?"}"#,
            "artifact out/a b.md": #"{"lane":"artifact","path":"out/a b.md"}"#,
            "result error it broke": #"{"lane":"result","status":"error","text":"it broke"}"#,
            "report {\"lane\":1}": "{\"lane\":1}",
        ]
        for (instruction, line) in lines {
            XCTAssertEqual(try Script(instruction).instructions, [.report(line)], instruction)
        }
    }

    func testNamesAreUnique() {
        let names = InstructionForm.all.map(\.name)

        XCTAssertEqual(Set(names).count, names.count)
    }
}
