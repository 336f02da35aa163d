public import Protocol

/// One line of the process table.
public struct ProcessEntry: Hashable, Sendable {
    /// The process.
    public let identity: ProcessIdentity
    /// The pid of its parent.
    public let parent: Int32
    /// Its process group.
    public let group: Int32
    /// Its session.
    public let session: Int32
    /// The kernel's letter: `R`, `S`, `D`, `T`, `Z`, `X` and others.
    public let state: Character
    /// Its resident memory in bytes.
    public let residentBytes: UInt64

    /// It has ended and waits to be reaped.
    ///
    /// For us it is gone: it holds nothing and does nothing.
    public var isZombie: Bool { state == "Z" || state == "X" }
}
