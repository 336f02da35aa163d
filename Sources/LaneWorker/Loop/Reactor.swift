import Protocol
import System

/// The event loop with what to do about each descriptor.
final class Reactor {
    /// What is done when a descriptor is ready.
    typealias Handler = (Readiness) -> Void

    private let loop: EventLoop
    private var handlers: [Registration: Handler] = [:]

    /// Creates an empty reactor.
    init() throws(SystemError) {
        loop = try EventLoop()
    }

    /// Starts watching a descriptor.
    func watch(
        _ descriptor: Int32,
        _ interest: Interest,
        _ handler: @escaping Handler
    ) throws(SystemError) -> Registration {
        let registration = try loop.register(descriptor, interest: interest)
        handlers[registration] = handler
        return registration
    }

    /// Changes what a registration waits for.
    func change(_ registration: Registration, to interest: Interest) throws(SystemError) {
        try loop.modify(registration, interest: interest)
    }

    /// Stops watching; call it before the descriptor is closed.
    func forget(_ registration: Registration) {
        loop.deregister(registration)
        handlers[registration] = nil
    }

    /// Waits until something is ready or the deadline has come, and handles it.
    func turn(until deadline: MonotonicTime?) throws(SystemError) {
        for readiness in try loop.wait(until: deadline) {
            // A handler of this turn may have ended it.
            guard loop.isCurrent(readiness.registration) else { continue }
            handlers[readiness.registration]?(readiness)
        }
    }
}
