import IntegrationSupport
import Protocol
import System

extension Reactor {
    /// Turns until something is true; whatever makes it true must be watched, or be due.
    ///
    /// - Parameters:
    ///   - what: Names it in the failure.
    ///   - due: When something is due that no descriptor tells.
    ///   - isTrue: Asked before the first turn and after each.
    /// - Throws: `TestFailure` after 10 s; what `isTrue` throws.
    func turn(
        until what: String,
        due: @autoclosure () -> MonotonicTime? = nil,
        _ isTrue: () throws -> Bool
    ) throws {
        let deadline = Deadline.after(10)
        while try !isTrue() {
            guard Clock.bootTime() < deadline else { throw TestFailure("not within 10 s: \(what)") }
            try turn(until: min(deadline, due() ?? deadline))
        }
    }
}
