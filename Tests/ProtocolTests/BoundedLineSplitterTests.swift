import XCTest

@testable import Protocol

final class BoundedLineSplitterTests: XCTestCase {
    func testLinesAreTheSameHoweverTheStreamIsCut() {
        let stream = Array("one\r\n\nfour5\nsix is long\nend".utf8)
        let expected = ["one+0", "+0", "four5+0", "six i+6", "end+0"]

        for cut in 0...stream.count {
            var splitter = BoundedLineSplitter(byteCountMax: 5)
            var lines: [String] = []
            for piece in [stream[..<cut], stream[cut...]] {
                splitter.append(piece) { lines.append(Self.text($0)) }
            }
            if let last = splitter.finish() { lines.append(Self.text(last)) }
            XCTAssertEqual(lines, expected, "cut at \(cut)")
            XCTAssertNil(splitter.finish())
        }
    }

    func testTenMebibytesAreOneTruncatedLine() {
        let piece = [UInt8](repeating: 120, count: 65_536)
        var splitter = BoundedLineSplitter(byteCountMax: 1024)
        var lines: [BoundedLineSplitter.Line] = []
        for _ in 0..<160 { splitter.append(piece[...]) { lines.append($0) } }

        splitter.append([10]) { lines.append($0) }

        XCTAssertEqual(lines.map(\.bytes.count), [1024])
        XCTAssertEqual(lines.map(\.droppedByteCount), [10 * 1024 * 1024 - 1024])
        XCTAssertEqual(lines.map(\.isTruncated), [true])
    }

    private static func text(_ line: BoundedLineSplitter.Line) -> String {
        String(decoding: line.bytes, as: UTF8.self) + "+\(line.droppedByteCount)"
    }
}
