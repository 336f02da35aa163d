import Protocol
import System

/// The lane's lock: as long as this process holds it, no other worker serves the lane.
enum LaneLock {
    /// Why the lane cannot be served.
    enum Failure: Error {
        /// Another worker has it; its own words.
        case held(by: String)
        /// The lock cannot be used.
        case system(SystemError)
    }

    /// Takes over the inherited lock, or takes it, and writes down who has it now.
    ///
    /// - Parameters:
    ///   - options: The command line.
    ///   - path: The lock's file.
    /// - Returns: The lock, CLOEXEC from here on.
    /// - Throws: `held` with the holder's words; `system` when the file cannot be used.
    static func take(_ options: WorkerOptions, at path: String) throws(Failure) -> FileLock {
        let attempt: FileLockAttempt
        do throws(SystemError) {
            attempt = try self.attempt(options, at: path)
            if case .acquired(let lock) = attempt { try sign(lock, options) }
        } catch {
            throw .system(error)
        }
        switch attempt {
        case .acquired(let lock): return lock
        case .held(let holder): throw .held(by: holder)
        }
    }

    private static func attempt(
        _ options: WorkerOptions,
        at path: String
    ) throws(SystemError) -> FileLockAttempt {
        guard let descriptor = options.lockDescriptor else { return try FileLock.acquire(path) }
        do {
            return .acquired(try FileLock.adopt(descriptor, path: path))
        } catch  where error.isWouldBlock {
            return .held(by: try FileLock.holder(of: path) ?? "")
        }
    }

    private static func sign(_ lock: FileLock, _ options: WorkerOptions) throws(SystemError) {
        let text = WorkerLockText(
            process: try CurrentProcess.identity(),
            generation: options.generation
        )
        try lock.setHolder(text.text)
    }
}
