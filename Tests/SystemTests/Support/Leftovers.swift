import System
import XCTest

/// What a failing call must not leave behind.
struct Leftovers: Equatable {
    let descriptors: [String]
    let children: [Int32]

    /// The open descriptors, less the one that lists them, and all children.
    static func now() throws -> Leftovers {
        let names = try Files.list("/proc/self/fd")
        return Leftovers(
            descriptors: names,
            children: try ProcessTable.children(of: CurrentProcess.pid)
        )
    }
}
