import IntegrationSupport
import System

/// What a process has cost.
enum ProcessTicks {
    /// Processor time in hundredths of a second, its own and that spent for it in the kernel.
    static func spent(by pid: Int32) throws -> Int {
        let text = try Files.readText("/proc/\(pid)/stat", byteCountMax: 4_096)
        // The name before may hold blanks.
        let words = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard words.count > 12, let user = Int(words[11]), let system = Int(words[12]) else {
            throw TestFailure("no figures of \(pid)")
        }
        return user + system
    }
}
