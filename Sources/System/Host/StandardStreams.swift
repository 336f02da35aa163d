/// Standard input, output and error of a command, waited for as long as it takes.
public enum StandardStreams {
    /// Writes a text to standard output, all of it.
    ///
    /// - Throws: `SystemError`: `brokenPipe` when the reader is gone, `noSpace`.
    public static func writeOutput(_ text: String) throws(SystemError) {
        try Files.writeAll(Array(text.utf8)[...], to: 1, name: "standard output")
    }

    /// Writes a text to standard error, all of it.
    ///
    /// - Throws: `SystemError`.
    public static func writeError(_ text: String) throws(SystemError) {
        try Files.writeAll(Array(text.utf8)[...], to: 2, name: "standard error")
    }

    /// Reads standard input to its end.
    ///
    /// - Parameter byteCountMax: The most bytes to take.
    /// - Returns: All bytes.
    /// - Throws: `SystemError`: `tooLarge` when there are more than `byteCountMax`.
    public static func readInput(byteCountMax: Int) throws(SystemError) -> [UInt8] {
        try Files.read(0, name: "standard input", byteCountMax: byteCountMax)
    }
}
