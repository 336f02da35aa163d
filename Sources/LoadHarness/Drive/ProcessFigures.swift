import Harness
import System

/// What the kernel says of one process; nil for what it does not say, or not to us.
struct ProcessFigures {
    let residentKiB: UInt64?
    let descriptorCount: Int?

    /// Looks at a process.
    init(of pid: Int32) {
        let entry = BestEffort.attempt { () throws(SystemError) in
            try ProcessTable.entryIfPresent(pid)
        }
        let living = (entry ?? nil).flatMap { $0.isZombie ? nil : $0 }
        residentKiB = living.map { $0.residentBytes / 1024 }
        descriptorCount = BestEffort.attempt { () throws(SystemError) in
            try Files.list("/proc/\(pid)/fd").count
        }
    }
}
