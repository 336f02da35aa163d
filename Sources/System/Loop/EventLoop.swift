import CLinux
public import Protocol

/// The one place where a daemon waits: descriptors and one deadline, in one epoll set.
///
/// Level-triggered: what is not read is reported again. The deadline is a timer on the boot clock,
/// so it counts suspends. A turn costs one system call while the deadline does not move closer:
/// a deadline that moved away is met by an early wake-up inside `wait`, which nobody sees.
///
/// A descriptor must be deregistered before it is closed. If a child holds a copy of its open file,
/// the kernel would report it for ever; such events are dropped and counted.
public final class EventLoop {
    /// The most readiness events that one turn returns.
    public static let limitMax = 1_024

    /// Events that were dropped because their registration had ended.
    public private(set) var staleEventCount: UInt64 = 0

    private let epoll: Descriptor
    private let timer: Descriptor
    private let timerToken: UInt64
    private var armed: MonotonicTime?
    private var lastSerial: UInt32 = 0
    /// Indexed by descriptor: the serial of its registration, 0 for none.
    private var serials: [UInt32] = []
    /// Indexed by descriptor: what its registration waits for.
    private var interests: [Interest] = []
    private var batch = [clinux_ready](repeating: clinux_ready(), count: 256)

    /// Creates an empty loop.
    ///
    /// - Throws: `SystemError`, for lack of descriptors.
    public init() throws(SystemError) {
        epoll = Descriptor(
            adopting: try SystemCall.check("create epoll", nil, clinux_epoll_create())
        )
        timer = Descriptor(
            adopting: try SystemCall.check("create timer", nil, clinux_timer_create())
        )
        timerToken = Registration(serial: 0, descriptor: timer.rawValue).token
        // Edge-triggered: an expiry is reported once and need not be read away.
        let interest = CLINUX_READABLE | CLINUX_EDGE
        let result = clinux_epoll_add(epoll.rawValue, timer.rawValue, interest, timerToken)
        try SystemCall.check("watch timer", nil, result)
    }

    /// Starts watching a descriptor.
    ///
    /// The loop does not own it.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor that is not registered; one that is traps.
    ///   - interest: What to wait for; empty reports only hang-ups and errors.
    /// - Returns: The registration that its events will carry.
    /// - Throws: `SystemError`; nothing is registered. Regular files are refused (`EPERM`).
    public func register(
        _ descriptor: Int32,
        interest: Interest
    ) throws(SystemError) -> Registration {
        let index = Int(descriptor)
        while serials.count <= index {
            serials.append(0)
            interests.append([])
        }
        guard serials[index] == 0 else {
            fatalError("descriptor \(descriptor) is registered already")
        }
        let registration = Registration(serial: nextSerial(), descriptor: descriptor)
        try SystemCall.check(
            "watch descriptor",
            "\(descriptor)",
            clinux_epoll_add(epoll.rawValue, descriptor, interest.rawValue, registration.token)
        )
        serials[index] = registration.serial
        interests[index] = interest
        return registration
    }

    /// Changes what a registration waits for.
    ///
    /// To say again what is so already costs no system call.
    ///
    /// - Parameters:
    ///   - registration: A current one; one that has ended traps.
    ///   - interest: The new set, replacing the old one.
    /// - Throws: `SystemError` when the descriptor was closed; the interest is unchanged.
    public func modify(
        _ registration: Registration,
        interest: Interest
    ) throws(SystemError) {
        guard isCurrent(registration) else {
            fatalError("registration of descriptor \(registration.descriptor) has ended")
        }
        let fd = registration.descriptor
        guard interests[Int(fd)] != interest else { return }
        let result = clinux_epoll_modify(epoll.rawValue, fd, interest.rawValue, registration.token)
        try SystemCall.check("watch descriptor", "\(fd)", result)
        interests[Int(fd)] = interest
    }

    /// Stops watching.
    ///
    /// Events of this registration that are still under way will be dropped.
    ///
    /// Does nothing for a registration that has ended.
    public func deregister(_ registration: Registration) {
        guard isCurrent(registration) else { return }
        serials[Int(registration.descriptor)] = 0
        // Fails only if the descriptor was closed first, and then the kernel has removed it.
        _ = clinux_epoll_remove(epoll.rawValue, registration.descriptor)
    }

    /// Tells whether a registration has not ended.
    ///
    /// A handler may end the registration of an event later in the same turn; ask before each.
    public func isCurrent(_ registration: Registration) -> Bool {
        let index = Int(registration.descriptor)
        return index < serials.count && registration.serial != 0
            && serials[index] == registration.serial
    }

    /// Waits until a registration is ready or the deadline has come.
    ///
    /// - Parameters:
    ///   - deadline: Boot time to return at; one that has passed makes it a poll; nil means never.
    ///   - limit: The most events to return, 1 to `limitMax`. The rest is reported next turn.
    /// - Returns: Events in the kernel's order; empty when the deadline came first.
    /// - Throws: `SystemError`, only for defects of the caller (a closed loop).
    public func wait(
        until deadline: MonotonicTime?,
        limit: Int = 256
    ) throws(SystemError) -> [Readiness] {
        guard (1...Self.limitMax).contains(limit) else {
            fatalError("event limit \(limit) is not in 1...\(Self.limitMax)")
        }
        if batch.count < limit {
            batch = [clinux_ready](repeating: clinux_ready(), count: limit)
        }
        while true {
            let isDue = try arm(deadline)
            let count = try fetch(limit: limit, milliseconds: isDue ? 0 : -1)
            let readiness = current(of: count)
            if !readiness.isEmpty || isDue { return readiness }
        }
    }

    /// Makes the timer fire no later than the deadline; returns whether that has come already.
    private func arm(_ deadline: MonotonicTime?) throws(SystemError) -> Bool {
        guard let deadline else { return false }
        if deadline <= Clock.bootTime() { return true }
        if let armed, armed <= deadline { return false }
        let result = clinux_timer_set(timer.rawValue, max(1, deadline.nanoseconds))
        try SystemCall.check("arm timer", nil, result)
        armed = deadline
        return false
    }

    private func fetch(limit: Int, milliseconds: Int32) throws(SystemError) -> Int {
        let fd = epoll.rawValue
        let count = batch.withUnsafeMutableBufferPointer { events in
            clinux_epoll_wait(fd, events.baseAddress, Int32(limit), milliseconds)
        }
        return Int(try SystemCall.check("wait for events", nil, count))
    }

    /// Drops the timer and what belongs to ended registrations.
    private func current(of count: Int) -> [Readiness] {
        var readiness: [Readiness] = []
        for event in batch[..<count] {
            guard event.token != timerToken else {
                armed = nil
                continue
            }
            let registration = Registration(token: event.token)
            guard isCurrent(registration) else {
                staleEventCount += 1
                continue
            }
            readiness.append(Readiness(registration: registration, events: event.events))
        }
        return readiness
    }

    private func nextSerial() -> UInt32 {
        lastSerial = lastSerial == .max ? 1 : lastSerial + 1
        return lastSerial
    }
}
