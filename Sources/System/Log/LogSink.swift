import CLinux

/// A descriptor that log bytes go to without ever waiting.
///
/// The mode of standard error is not touched: it belongs to everyone who shares the open file, a
/// shell for example. So a socket gets `MSG_DONTWAIT`; anything else is opened a second time, with
/// an open file of our own; and where that is refused, room is asked for before each write.
struct LogSink: ~Copyable {
    private enum Way {
        case socket
        case own
        case asking
    }

    /// A pipe that reports room takes this much without waiting.
    ///
    /// Source: pipe(7), PIPE_BUF.
    private static let atomicByteCountMax = 4_096

    let descriptor: Int32
    private let way: Way
    private let own: Descriptor?

    init(_ shared: Int32) {
        var file = clinux_file_info()
        if clinux_file_of(shared, &file) == 0, file.kind == CLINUX_KIND_SOCKET {
            way = .socket
            own = nil
            descriptor = shared
            return
        }
        let fd = clinux_open("/proc/self/fd/\(shared)", CLINUX_OPEN_WRITE_NONBLOCKING, 0)
        way = fd >= 0 ? .own : .asking
        own = fd >= 0 ? Descriptor(adopting: fd) : nil
        descriptor = fd >= 0 ? fd : shared
    }

    /// Returns how many bytes were taken, or the negative errno.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        switch way {
        case .socket: return clinux_send(descriptor, bytes.baseAddress, bytes.count)
        case .own: return clinux_write(descriptor, bytes.baseAddress, bytes.count)
        case .asking:
            var item = clinux_poll_info(fd: descriptor, interest: CLINUX_WRITABLE, events: 0)
            guard clinux_poll(&item, 1, 0) > 0 else { return -Int(EAGAIN) }
            let count = min(bytes.count, Self.atomicByteCountMax)
            return clinux_write(descriptor, bytes.baseAddress, count)
        }
    }
}
