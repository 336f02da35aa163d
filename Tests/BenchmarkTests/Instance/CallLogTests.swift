import XCTest

@testable import Benchmark

final class CallLogTests: XCTestCase {
    func testCallsAreReadWithTheirFileAndResult() {
        let table: [(line: Substring, call: CallLog.Call?)] = [
            (
                #"pwrite64(7</s/ledger.sqlite-wal>, ""..., 4096, 8272) = 4096"#,
                CallLog.Call(name: "pwrite64", path: "/s/ledger.sqlite-wal", result: 4096)
            ),
            (
                "fdatasync(7</s/ledger.sqlite-wal>)      = 0",
                CallLog.Call(name: "fdatasync", path: "/s/ledger.sqlite-wal", result: 0)
            ),
            (
                "epoll_wait(5<anon_inode:[eventpoll]>, [{events=EPOLLIN}], 64, -1) = 1",
                CallLog.Call(name: "epoll_wait", path: "anon_inode:[eventpoll]", result: 1)
            ),
            (
                "getpid()                                = 812",
                CallLog.Call(name: "getpid", path: "", result: 812)
            ),
            ("read(9, 0x7ffe, 10) = -1 EAGAIN (Resource temporarily unavailable)", nil),
            ("--- SIGCHLD {si_signo=SIGCHLD} ---", nil),
            ("strace: Process 812 detached", nil),
            ("epoll_wait(5, <unfinished ...>", nil),
        ]
        for (line, call) in table { XCTAssertEqual(CallLog.call(line), call, String(line)) }
    }
}
