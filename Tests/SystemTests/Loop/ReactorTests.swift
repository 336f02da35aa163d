import Protocol
import System
import XCTest

final class ReactorTests: XCTestCase {
    func testHandlerIsCalledForWhatIsReady() throws {
        let reactor = try Reactor()
        let pipe = try System.Pipe()
        var count = 0
        _ = try reactor.watch(pipe.reader.rawValue, .read) { readiness in
            if readiness.isReadable { count += 1 }
        }

        try reactor.turn(until: Clock.bootTime())
        XCTAssertEqual(count, 0)
        try Files.write([1], to: pipe.writer.rawValue)
        try reactor.turn(until: Deadline.soon)

        XCTAssertEqual(count, 1)
    }

    func testRegistrationThatAHandlerEndsIsNotCalledInTheSameTurn() throws {
        let reactor = try Reactor()
        let first = try System.Pipe()
        let second = try System.Pipe()
        var registrations: [Registration] = []
        var count = 0
        for descriptor in [first.reader.rawValue, second.reader.rawValue] {
            registrations.append(
                try reactor.watch(descriptor, .read) { [unowned reactor] _ in
                    count += 1
                    for registration in registrations { reactor.forget(registration) }
                }
            )
        }
        try Files.write([1], to: first.writer.rawValue)
        try Files.write([1], to: second.writer.rawValue)

        try reactor.turn(until: Deadline.soon)
        try reactor.turn(until: Clock.bootTime())

        XCTAssertEqual(count, 1)
    }
}
