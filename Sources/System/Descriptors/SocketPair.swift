import CLinux

/// Two connected non-blocking Unix stream sockets.
@frozen
public struct SocketPair: ~Copyable, Sendable {
    /// One end.
    public let first: Descriptor
    /// The other end.
    public let second: Descriptor

    /// Creates a connected pair.
    ///
    /// - Throws: `SystemError`, for lack of descriptors.
    public init() throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = withUnsafeMutableBytes(of: &ends) { bytes in
            clinux_socket_pair(bytes.bindMemory(to: Int32.self).baseAddress)
        }
        try SystemCall.check("create socket pair", nil, result)
        first = Descriptor(adopting: ends.0)
        second = Descriptor(adopting: ends.1)
    }
}
