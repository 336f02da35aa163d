import Harness
import Protocol
import System

/// Tells when an instance's shell is executed: the kernel opens it as the first thing that it does
/// for the new program.
struct StartWatch {
    /// Its number in the loop that reads it.
    let source: Int

    /// Starts watching.
    ///
    /// - Parameters:
    ///   - shell: The program; nobody but the instance opens it.
    ///   - lines: The loop that reads.
    /// - Throws: `HarnessError`.
    init(shell: String, lines: LineLoop) throws(HarnessError) {
        let watch: Descriptor
        do throws(SystemError) {
            watch = try Files.watchOpens(of: shell)
        } catch {
            throw HarnessError("\(error)")
        }
        source = try lines.add(watch, framing: .reads)
    }
}
