import System

extension World {
    /// The world of this process.
    static var process: World {
        World(
            environment: Environment.value(of:),
            now: Clock.now,
            randomBits: Entropy.seed,
            readInput: StandardStreams.readInput(byteCountMax:),
            openInterrupts: openSignals,
            uid: CurrentProcess.uid
        )
    }

    /// From here on SIGINT and SIGTERM are read, not obeyed: a watching command says what goes on.
    private static func openSignals() throws(SystemError) -> InterruptSource {
        let source = try SignalSource([.interrupt, .terminate])
        return InterruptSource(descriptor: source.descriptor, owner: source)
    }
}
