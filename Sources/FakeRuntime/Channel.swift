internal import System

/// A descriptor to write lines to.
struct Channel {
    /// Standard output.
    static let output = Channel(descriptor: 1)

    /// Standard error.
    static let errors = Channel(descriptor: 2)

    /// The number in this process; it is not closed here.
    let descriptor: Int32

    /// Writes `line` and its end.
    ///
    /// - Throws: `ScriptError.impossible`; a part may have been written.
    func write(line: String) throws(ScriptError) {
        try write(Array("\(line)\n".utf8)[...])
    }

    /// Writes all of `bytes`, waiting as long as it takes.
    ///
    /// - Throws: `ScriptError.impossible`; a part may have been written.
    func write(_ bytes: ArraySlice<UInt8>) throws(ScriptError) {
        do {
            try Files.write(bytes, to: descriptor)
        } catch {
            throw .impossible(
                operation: "write to",
                object: "descriptor \(descriptor)",
                cause: error.errno.description
            )
        }
    }
}
