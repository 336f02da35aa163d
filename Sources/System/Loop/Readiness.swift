import CLinux

/// What the kernel said about one registration in one turn.
public struct Readiness: Hashable, Sendable {
    /// Which stay of which descriptor.
    public let registration: Registration
    private let events: UInt32

    init(registration: Registration, events: UInt32) {
        self.registration = registration
        self.events = events
    }

    /// A read will not wait: there are bytes, or the end, or an error to learn about.
    public var isReadable: Bool { events & ~CLINUX_WRITABLE != 0 }

    /// A write will not wait.
    public var isWritable: Bool { events & (CLINUX_WRITABLE | CLINUX_ERROR) != 0 }

    /// The peer will send nothing more; what it sent before may still be unread.
    public var isHangup: Bool { events & CLINUX_HANGUP != 0 }

    /// The peer has closed both ways: it sends nothing more and reads nothing more.
    public var isPeerGone: Bool { events & CLINUX_GONE != 0 }
}
