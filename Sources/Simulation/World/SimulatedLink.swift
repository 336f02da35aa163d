import LaneCore
import Protocol

/// One connection between an incarnation of the supervisor and a worker.
///
/// Each direction is a reliable ordered stream: frames neither change places nor vanish while the
/// connection stands. A frame may come in parts, and is there when its last part has come.
struct SimulatedLink {
    /// A frame on its way.
    struct Frame<Message> {
        var message: Message
        var partsLeft: Int
    }

    /// One direction.
    struct Stream<Message> {
        private var frames: [Frame<Message>] = []
        private var head = 0
        /// When the last part that is under way arrives: nothing overtakes it.
        var lastArrival = MonotonicTime(nanoseconds: 0)

        var count: Int { frames.count - head }

        mutating func append(_ message: Message, parts: Int) {
            frames.append(Frame(message: message, partsLeft: parts))
        }

        /// A part of the first frame has come; the frame itself if it was the last part.
        mutating func receivePart() -> Message? {
            guard head < frames.count else { return nil }
            frames[head].partsLeft -= 1
            guard frames[head].partsLeft == 0 else { return nil }
            defer { drop() }
            return frames[head].message
        }

        mutating func removeAll() {
            frames.removeAll()
            head = 0
        }

        private mutating func drop() {
            head += 1
            if head == frames.count { removeAll() }
        }
    }

    let lane: Int
    let worker: Int
    let generation: Generation
    /// Which start of the supervisor made it.
    let incarnation: Int
    let connection: LaneCore.ConnectionID
    var isOpenAtSupervisor = true
    var isOpenAtWorker = true
    /// True once it broke: neither end has noticed yet, and nothing more arrives.
    var isBroken = false
    var toWorker = Stream<LaneCommand>()
    var toSupervisor = Stream<LaneReport>()

    init(
        lane: Int,
        worker: Int,
        generation: Generation,
        incarnation: Int,
        connection: LaneCore.ConnectionID
    ) {
        self.lane = lane
        self.worker = worker
        self.generation = generation
        self.incarnation = incarnation
        self.connection = connection
    }
}
