import ControlPlane
import DataStructures
import Protocol
import System

/// Reads the configuration file that a rehearsal is to go by.
enum RehearsalConfiguration {
    /// The most bytes of a file, as the supervisor takes it.
    private static let byteCountMax = 1_024 * 1_024

    /// The configuration of a file.
    ///
    /// Entries of the environment that profiles pass on are not asked for: nothing is run.
    ///
    /// - Throws: `Failure` with 2 if the file cannot be read, 78 with every problem if it is invalid.
    static func read(_ path: String) throws(Failure) -> Configuration {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Files.read(path, byteCountMax: byteCountMax)
        } catch {
            throw Failure(.usage, error.description)
        }
        do throws(ConfigurationProblems) {
            return try ConfigurationReader.read(
                try ConfigurationSyntax.parse(bytes).get(),
                environment: OrderedTable(),
                absentEntries: .leftOut
            ).get()
        } catch {
            let name = SafeText.line(path)
            throw Failure(.configuration, "\(name): " + error.lines.joined(separator: "; "))
        }
    }
}
