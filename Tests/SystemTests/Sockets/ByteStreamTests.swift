import System
import XCTest

final class ByteStreamTests: XCTestCase {
    func testBytesArriveInOrderThroughManyPartialWrites() throws {
        let (sender, receiver) = try makePair()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        XCTAssertTrue(sender.enqueue(bytes))
        var received: [UInt8] = []

        while received.count < bytes.count {
            sender.flush()
            XCTAssertTrue(try Poll.waitReadable(receiver.descriptor, until: Deadline.soon))
            receiver.readAvailable()
            received += receiver.takeInput()
        }

        XCTAssertTrue(received == bytes)
        XCTAssertFalse(sender.wantsWrite)
        XCTAssertEqual(sender.sentByteCount, UInt64(bytes.count))
        XCTAssertEqual(receiver.receivedByteCount, UInt64(bytes.count))
    }

    func testInputIsKeptUntilConsumed() throws {
        let (sender, receiver) = try makePair()
        for part in ["one\ntw", "o\n"] {
            XCTAssertTrue(sender.enqueue(part.utf8))
            sender.flush()
            XCTAssertEqual(receiver.readAvailable(), part.utf8.count)
        }

        XCTAssertEqual(Array(receiver.input), Array("one\ntwo\n".utf8))
        receiver.consumeInput(4)

        XCTAssertEqual(Array(receiver.input), Array("two\n".utf8))
        XCTAssertEqual(receiver.inputByteCount, 4)
    }

    func testOneCallReadsNoMoreThanItsShare() throws {
        var policy = ByteStreamPolicy()
        policy.readByteCountMax = 1_000
        let (sender, receiver) = try makePair(receiver: policy)
        XCTAssertTrue(sender.enqueue([UInt8](repeating: 1, count: 2_500)))
        sender.flush()

        let counts = (0..<4).map { _ in receiver.readAvailable() }

        XCTAssertEqual(counts, [1_000, 1_000, 500, 0])
    }

    func testReadingPausesAtTheBoundOfInput() throws {
        var policy = ByteStreamPolicy()
        policy.inputByteCountMax = 1_000
        let (sender, receiver) = try makePair(receiver: policy)
        XCTAssertTrue(sender.enqueue([UInt8](repeating: 1, count: 1_500)))
        sender.flush()

        XCTAssertEqual(receiver.readAvailable(), 1_000)
        XCTAssertFalse(receiver.wantsRead)
        XCTAssertEqual(receiver.readAvailable(), 0)
        receiver.consumeInput(600)

        XCTAssertTrue(receiver.wantsRead)
        XCTAssertEqual(receiver.readAvailable(), 500)
    }

    func testCongestionStartsAboveTheHighAndEndsAtTheLowWatermark() throws {
        var policy = ByteStreamPolicy()
        policy.outputHighWatermark = 2_000_000
        policy.outputLowWatermark = 500_000
        let (sender, receiver) = try makePair(sender: policy)

        XCTAssertTrue(sender.enqueue([UInt8](repeating: 1, count: 2_000_000)))
        XCTAssertFalse(sender.isCongested)
        XCTAssertTrue(sender.enqueue([1]))
        XCTAssertTrue(sender.isCongested)
        while sender.outputByteCount > 500_000 {
            XCTAssertTrue(sender.isCongested, "\(sender.outputByteCount)")
            sender.flush()
            receiver.readAvailable()
            _ = receiver.takeInput()
        }

        XCTAssertFalse(sender.isCongested)
        XCTAssertTrue(sender.wantsWrite)
    }

    func testOutputOverTheBoundIsRefusedWhole() throws {
        var policy = ByteStreamPolicy()
        policy.outputByteCountMax = 10
        let (sender, receiver) = try makePair(sender: policy)
        XCTAssertTrue(sender.enqueue("12345678".utf8))

        XCTAssertFalse(sender.enqueue("abc".utf8))
        XCTAssertTrue(sender.enqueue("90".utf8))
        sender.flush()
        receiver.readAvailable()

        XCTAssertEqual(receiver.takeInput(), Array("1234567890".utf8))
    }

    func testPeersEndIsSeenAfterItsLastBytes() throws {
        let (sender, receiver) = try makePair()
        XCTAssertTrue(sender.enqueue("last".utf8))
        sender.flush()
        sender.close()

        receiver.readAvailable()
        XCTAssertEqual(receiver.state, .open)
        receiver.readAvailable()

        XCTAssertEqual(receiver.state, .inputEnded)
        XCTAssertFalse(receiver.wantsRead)
        XCTAssertEqual(receiver.takeInput(), Array("last".utf8))
    }

    func testWriteToAPeerThatIsGoneFailsWithoutASignal() throws {
        let (sender, receiver) = try makePair()
        receiver.close()
        XCTAssertTrue(sender.enqueue([1]))

        sender.flush()

        guard case .failed(let error) = sender.state else { return XCTFail("\(sender.state)") }
        XCTAssertTrue(error.isDisconnected)
        XCTAssertFalse(sender.wantsWrite)
        XCTAssertFalse(sender.enqueue([1]))
    }

    func testHalfClosedPeerStillGetsOutput() throws {
        let (sender, receiver) = try makePair()
        try UnixSocket.endWriting(sender.descriptor)
        receiver.readAvailable()
        XCTAssertEqual(receiver.state, .inputEnded)

        XCTAssertTrue(receiver.enqueue("answer".utf8))
        receiver.flush()
        sender.readAvailable()

        XCTAssertEqual(sender.takeInput(), Array("answer".utf8))
    }

    func testCloseFreesTheDescriptor() throws {
        let before = try Leftovers.now()
        let (sender, receiver) = try makePair()

        sender.close()
        receiver.close()

        XCTAssertEqual(try Leftovers.now(), before)
        XCTAssertEqual(sender.state, .closed)
        XCTAssertEqual(sender.descriptor, -1)
        XCTAssertEqual(sender.readAvailable(), 0)
        XCTAssertFalse(sender.enqueue([1]))
    }

    func testPipeOfARunIsReadToItsEnd() throws {
        let pipe = try Pipe()
        var request = Shell.request("seq 10000 14999")
        request.descriptors = [DescriptorMapping(pipe.writer.rawValue, as: 1)]
        let child = try request.start()
        let stream = try ByteStream(pipe.reader.duplicate())
        Shell.closeBoth(pipe)

        let text = try Shell.readToEnd(stream)

        XCTAssertEqual(text, (10_000...14_999).map { "\($0)\n" }.joined())
        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 0))
    }

    private func makePair(
        sender: ByteStreamPolicy = ByteStreamPolicy(),
        receiver: ByteStreamPolicy = ByteStreamPolicy()
    ) throws -> (ByteStream, ByteStream) {
        let pair = try SocketPair()
        let first = try ByteStream(pair.first.duplicate(), policy: sender)
        let second = try ByteStream(pair.second.duplicate(), policy: receiver)
        return (first, second)
    }
}
