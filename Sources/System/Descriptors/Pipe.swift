import CLinux

/// The two ends of a pipe.
///
/// Both block; `Descriptor.setNonBlocking` changes one of them.
@frozen
public struct Pipe: ~Copyable, Sendable {
    /// The end to read from.
    public let reader: Descriptor
    /// The end to write to.
    public let writer: Descriptor

    /// Creates a pipe.
    ///
    /// - Throws: `SystemError`, for lack of descriptors.
    public init() throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = withUnsafeMutableBytes(of: &ends) { bytes in
            clinux_pipe(bytes.bindMemory(to: Int32.self).baseAddress)
        }
        try SystemCall.check("create pipe", nil, result)
        reader = Descriptor(adopting: ends.0)
        writer = Descriptor(adopting: ends.1)
    }
}
