import CLinux

/// One walk through the process table in ascending order of pids, a batch at a time.
///
/// Reading a batch's processes before asking for the next one is what makes a walk a proof: a
/// process that ends before it is read has its children at higher pids, which are still to come.
/// Only a wrap of the pid counter can break that; `isConclusive` tells.
final class ProcessScan {
    private let list: Descriptor
    private let firstLastPID: Int64
    private var batch = [Int32](repeating: 0, count: 256)

    init() throws(SystemError) {
        firstLastPID = clinux_last_pid()
        let fd = try SystemCall.check("open", "/proc", clinux_process_list())
        list = Descriptor(adopting: fd)
    }

    /// The next pids, or nil at the end.
    func next() throws(SystemError) -> ArraySlice<Int32>? {
        let fd = list.rawValue
        let count = batch.withUnsafeMutableBufferPointer { pids in
            clinux_process_next(fd, pids.baseAddress, pids.count)
        }
        try SystemCall.check("list", "/proc", count)
        return count == 0 ? nil : batch[..<count]
    }

    /// Whether no pid below one already passed can have been given out since the walk began.
    ///
    /// Source: Linux kernel/pid.c, alloc_pid: pids are given out in ascending, cyclic order.
    var isConclusive: Bool {
        let last = clinux_last_pid()
        return firstLastPID > 0 && last >= firstLastPID
    }
}
