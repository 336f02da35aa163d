/// How long processes of this machine had to wait for something.
public enum Pressure: String, CaseIterable, Sendable {
    /// For memory.
    case memory
    /// For a processor.
    case cpu

    /// Reads in how much of the last 10 s at least one process waited.
    ///
    /// - Returns: 0 to 100 %; nil where the kernel does not say (no PSI).
    public func recentPercent() -> UInt64? {
        do throws(SystemError) {
            let path = "/proc/pressure/\(rawValue)"
            return Self.percent(in: try Files.readText(path, byteCountMax: 4_096))
        } catch {
            // Without PSI the file is missing or cannot be read: then nothing is known.
            return nil
        }
    }

    /// Reads `avg10` of the line `some`.
    ///
    /// Source: Linux `Documentation/accounting/psi.rst`.
    static func percent(in text: String) -> UInt64? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("some ") }
        let field = line?.split(separator: " ").first { $0.hasPrefix("avg10=") }
        let whole = field?.dropFirst("avg10=".count).split(separator: ".").first
        return whole.flatMap { UInt64($0) }.map { min($0, 100) }
    }
}
