package import System

/// Tidying up, where nobody is left to hear of a failure.
package enum BestEffort {
    /// Runs `body`.
    ///
    /// - Returns: What it returns; nil where it throws.
    @discardableResult
    package static func attempt<Value, Failure: Error>(
        _ body: () throws(Failure) -> Value
    ) -> Value? {
        do throws(Failure) {
            return try body()
        } catch {
            return nil
        }
    }

    /// Kills a process and reaps it.
    package static func kill(_ process: ProcessHandle) {
        attempt { () throws(SystemError) in try process.send(.kill) }
        attempt { () throws(SystemError) in try process.wait(until: nil) }
    }
}
