import Harness
import System

/// The signals that ask us to end, to be looked at where it can be ended in order.
final class Interruption {
    private let source: SignalSource

    /// Takes SIGINT, SIGTERM and SIGHUP from now on.
    ///
    /// - Throws: `HarnessError`.
    init() throws(HarnessError) {
        source = try HarnessError.describing { () throws(SystemError) in
            try SignalSource([.interrupt, .terminate, .hangup])
        }
    }

    /// Readable once one has come; to be watched, and read by `check` only.
    var descriptor: Int32 { source.descriptor }

    /// Returns if none has come.
    ///
    /// - Throws: `HarnessError` with the signal.
    func check() throws(HarnessError) {
        let signals = try HarnessError.describing { () throws(SystemError) in try source.read() }
        guard let signal = signals.first else { return }
        throw HarnessError("ended by signal \(signal): nothing is proved")
    }
}
