import Protocol
import System
import XCTest

final class EventLoopTests: XCTestCase {
    func testReadableDescriptorIsReportedWithItsRegistration() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let peer = try ByteStream(pair.second.duplicate())
        let registration = try loop.register(pair.first.rawValue, interest: .read)

        send([1], through: peer)
        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.registration), [registration])
        XCTAssertTrue(readiness[0].isReadable)
        XCTAssertFalse(readiness[0].isWritable)
        XCTAssertFalse(readiness[0].isHangup)
    }

    func testModifiedInterestReplacesTheOldOne() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let registration = try loop.register(pair.first.rawValue, interest: .read)

        try loop.modify(registration, interest: [.read, .write])
        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.isWritable), [true])
        XCTAssertEqual(readiness.map(\.isReadable), [false])
    }

    func testTheSameInterestIsNotSaidAgain() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let stream = try ByteStream(pair.first.duplicate())
        let registration = try loop.register(stream.descriptor, interest: .read)

        // The kernel would say that there is no such descriptor.
        stream.close()

        XCTAssertNoThrow(try loop.modify(registration, interest: .read))
        XCTAssertThrowsError(try loop.modify(registration, interest: .write))
        XCTAssertThrowsError(try loop.modify(registration, interest: .write))
    }

    func testPeersCloseIsAHangup() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let peer = try ByteStream(pair.second)
        _ = try loop.register(pair.first.rawValue, interest: .read)

        peer.close()
        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.isHangup), [true])
        XCTAssertEqual(readiness.map(\.isPeerGone), [true])
        XCTAssertEqual(readiness.map(\.isReadable), [true])
    }

    func testPeerThatOnlyEndsWritingIsNotGone() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        _ = try loop.register(pair.first.rawValue, interest: .read)

        try UnixSocket.endWriting(pair.second.rawValue)
        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.isHangup), [true])
        XCTAssertEqual(readiness.map(\.isPeerGone), [false])
    }

    func testDeadlineOnBootClockEndsWait() throws {
        let loop = try EventLoop()
        let deadline = Clock.bootTime() + .milliseconds(20)

        let readiness = try loop.wait(until: deadline)

        XCTAssertTrue(readiness.isEmpty)
        XCTAssertGreaterThanOrEqual(Clock.bootTime(), deadline)
    }

    func testPassedDeadlineMakesItAPoll() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let registration = try loop.register(pair.first.rawValue, interest: .write)

        let readiness = try loop.wait(until: MonotonicTime(nanoseconds: 0))

        XCTAssertEqual(readiness.map(\.registration), [registration])
    }

    func testDeadlineMovedAwayIsMetAtItsNewTime() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let registration = try loop.register(pair.first.rawValue, interest: .write)
        XCTAssertEqual(try loop.wait(until: Clock.bootTime() + .milliseconds(20)).count, 1)
        loop.deregister(registration)
        let later = Clock.bootTime() + .milliseconds(60)

        let readiness = try loop.wait(until: later)

        XCTAssertTrue(readiness.isEmpty)
        XCTAssertGreaterThanOrEqual(Clock.bootTime(), later)
    }

    func testDeadlineMovedCloserIsMetAtItsNewTime() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let registration = try loop.register(pair.first.rawValue, interest: .write)
        let far = Clock.bootTime() + .seconds(3_600)
        XCTAssertEqual(try loop.wait(until: far).count, 1)
        loop.deregister(registration)

        let readiness = try loop.wait(until: Clock.bootTime() + .milliseconds(20))

        XCTAssertTrue(readiness.isEmpty)
        XCTAssertLessThan(Clock.bootTime(), far)
    }

    func testLimitLeavesTheRestForTheNextTurn() throws {
        let loop = try EventLoop()
        let pairs = try [SocketPairBox(), SocketPairBox(), SocketPairBox()]
        let all = try pairs.map { try loop.register($0.first, interest: .write) }

        let first = try loop.wait(until: Deadline.soon, limit: 2)
        let second = try loop.wait(until: Deadline.soon, limit: 2)

        XCTAssertEqual(first.count, 2)
        XCTAssertEqual(Set((first + second).map(\.registration)), Set(all))
    }

    func testStaleEventOfReusedDescriptorIsDroppedAndCounted() throws {
        let loop = try EventLoop()
        let old = try SocketPairBox()
        // The copy keeps the open file, and with it the kernel's registration, alive.
        let copy = try old.duplicateOfFirst()
        let number = old.first
        let stale = try loop.register(number, interest: .write)
        old.close()
        loop.deregister(stale)
        let new = try SocketPairBox()
        XCTAssertEqual(new.first, number, "the kernel gives out the lowest free number")
        let current = try loop.register(new.first, interest: .write)

        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.registration), [current])
        XCTAssertNotEqual(stale, current)
        XCTAssertEqual(loop.staleEventCount, 1)
        XCTAssertFalse(loop.isCurrent(stale))
        XCTAssertTrue(loop.isCurrent(current))
        _ = consume copy
    }

    func testEndedProcessIsReadable() throws {
        let loop = try EventLoop()
        let child = try Shell.sleeper().start()
        let registration = try loop.register(child.descriptor, interest: .read)

        try child.send(.kill)
        let readiness = try loop.wait(until: Deadline.soon)

        XCTAssertEqual(readiness.map(\.registration), [registration])
        XCTAssertEqual(try child.reap(), .signalled(.kill))
    }

    private func send(_ bytes: [UInt8], through stream: ByteStream) {
        XCTAssertTrue(stream.enqueue(bytes))
        stream.flush()
    }
}
