public import Protocol

/// The event loop with what to do about each descriptor.
public final class Reactor {
    /// What is done when a descriptor is ready.
    public typealias Handler = (Readiness) -> Void

    private let loop: EventLoop
    private var handlers: [Registration: Handler] = [:]

    /// Creates an empty reactor.
    ///
    /// - Throws: `SystemError` when the kernel has no descriptor to spare.
    public init() throws(SystemError) {
        loop = try EventLoop()
    }

    /// Starts watching a descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor that is not watched yet; the reactor does not own it.
    ///   - interest: What to wait for.
    ///   - handler: Called once for each turn in which it is ready.
    /// - Returns: What `change` and `forget` take.
    /// - Throws: `SystemError`; nothing is watched.
    public func watch(
        _ descriptor: Int32,
        _ interest: Interest,
        _ handler: @escaping Handler
    ) throws(SystemError) -> Registration {
        let registration = try loop.register(descriptor, interest: interest)
        handlers[registration] = handler
        return registration
    }

    /// Changes what a registration waits for.
    ///
    /// - Throws: `SystemError` when the descriptor was closed.
    public func change(_ registration: Registration, to interest: Interest) throws(SystemError) {
        try loop.modify(registration, interest: interest)
    }

    /// Stops watching; call it before the descriptor is closed.
    public func forget(_ registration: Registration) {
        loop.deregister(registration)
        handlers[registration] = nil
    }

    /// Waits until something is ready or the deadline has come, and handles it.
    ///
    /// - Parameter deadline: Boot time; one that has passed makes it a poll, nil means never.
    /// - Throws: `SystemError`, only for defects of the caller.
    public func turn(until deadline: MonotonicTime?) throws(SystemError) {
        for readiness in try loop.wait(until: deadline) {
            // A handler of this turn may have ended it.
            guard loop.isCurrent(readiness.registration) else { continue }
            handlers[readiness.registration]?(readiness)
        }
    }
}
