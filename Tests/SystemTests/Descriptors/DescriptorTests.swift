import System
import XCTest

final class DescriptorTests: XCTestCase {
    func testEndOfLifeCloses() throws {
        let before = try Leftovers.now()

        do {
            let null = try Descriptor.openNull()
            XCTAssertNotEqual(try Leftovers.now(), before)
            _ = consume null
        }

        XCTAssertEqual(try Leftovers.now(), before)
    }

    func testReleasedDescriptorStaysOpen() throws {
        let number = try Descriptor.openNull().release()

        let owner = Descriptor(adopting: number)

        XCTAssertNoThrow(try owner.duplicate().rawValue)
    }

    func testDescriptorsAreClosedInExecutedPrograms() throws {
        let pipe = try Pipe()
        let pair = try SocketPair()
        let copy = try pipe.reader.duplicate()
        let numbers = [
            pipe.reader.rawValue, pipe.writer.rawValue, pair.first.rawValue, pair.second.rawValue,
            copy.rawValue,
        ]

        for number in numbers {
            let flags = try Files.readText("/proc/self/fdinfo/\(number)", byteCountMax: 4_096)
            let line = flags.split(separator: "\n").first { $0.hasPrefix("flags:") }
            let octal = try XCTUnwrap(line?.split(separator: "\t").last)
            // O_CLOEXEC is 02000000.
            XCTAssertNotEqual(try XCTUnwrap(Int(octal, radix: 8)) & 0o2_000_000, 0, "\(number)")
        }
    }
}
