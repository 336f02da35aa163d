import XCTest

@testable import Benchmark

final class CallTraceTests: XCTestCase {
    func testRowsWithAndWithoutErrorsAreReadAndTheTotalIsNot() {
        let table = """
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             38.38    0.013901          10      1358           pwrite64
              4.02    0.001456          14       200        17 read
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.036223          12      1558        17 total
            """

        let rows = CallTrace.rows(of: table)

        let wanted = [
            CallTrace.Row(name: "pwrite64", count: 1358), CallTrace.Row(name: "read", count: 200),
        ]
        XCTAssertEqual(rows, wanted)
    }
}
