import Protocol
import System

/// The replacement of the running program by the one on disk: same pid, same lock.
struct ProgramReplacement {
    /// The supervisor's own program file.
    let path: String
    let log: EventLog
    /// True once it is asked for; it happens after the turn, so that the answer is sent before.
    private(set) var isDue = false

    /// Asks for it, if what is on disk can be executed.
    ///
    /// - Returns: The answer to whoever asks.
    mutating func order() -> ControlReply {
        do throws(SystemError) {
            try ProcessImage.check(path)
            isDue = true
            return .changed(
                Change(
                    object: "supervisor",
                    isChanged: true,
                    isDryRun: false,
                    lines: ["the program is replaced; workers and runs are untouched"]
                )
            )
        } catch {
            log.error("program.notReplaced", error.description)
            return .error(
                ControlError(
                    .conflict,
                    .wrongState,
                    "the program is not replaced: \(error.description)",
                    object: path,
                    hint: "install the program there"
                )
            )
        }
    }

    /// Does what was asked for; returns only if that failed, and then everything goes on.
    mutating func carryOut(_ replace: () throws(SystemError) -> Never) {
        isDue = false
        log.flush()
        do throws(SystemError) {
            try replace()
        } catch {
            log.error("program.notReplaced", error.description)
        }
    }
}
