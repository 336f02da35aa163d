/// How much a copy of a folder may come to.
public struct TreeCopyBounds: Hashable, Sendable {
    /// The most MiB that its files may have together.
    public var mebibyteCountMax: UInt64
    /// The most files, folders and links that may be in it.
    public var entryCountMax: Int

    /// Sets bounds.
    ///
    /// - Parameters:
    ///   - mebibyteCountMax: 0 to 2^40.
    ///   - entryCountMax: From 0.
    public init(mebibyteCountMax: UInt64, entryCountMax: Int) {
        self.mebibyteCountMax = mebibyteCountMax
        self.entryCountMax = entryCountMax
    }

    /// The first in bytes.
    var byteCountMax: UInt64 { mebibyteCountMax << 20 }
}
