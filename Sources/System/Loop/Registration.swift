/// One stay of one descriptor in an event loop; a later stay of the same number is another one.
public struct Registration: Hashable, Sendable {
    /// Serial number of the stay in the upper 32 bits, descriptor in the lower 32.
    public let token: UInt64

    init(serial: UInt32, descriptor: Int32) {
        token = UInt64(serial) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    init(token: UInt64) {
        self.token = token
    }

    /// The descriptor's number.
    public var descriptor: Int32 { Int32(truncatingIfNeeded: token) }

    var serial: UInt32 { UInt32(truncatingIfNeeded: token >> 32) }
}
