import Protocol
import System

/// What a command needs of the world, so that tests can put another one in its place.
struct World {
    /// A variable of the environment.
    var environment: (String) -> String?
    /// Both clocks.
    var now: () -> Instant
    /// 64 random bits.
    var randomBits: () throws(SystemError) -> UInt64
    /// All of stdin, at most so many bytes.
    var readInput: (_ byteCountMax: Int) throws(SystemError) -> [UInt8]
    /// Turns Ctrl-C into something to wait for, from now on.
    var openInterrupts: () throws(SystemError) -> InterruptSource
    /// Whose processes and runtime folder these are.
    var uid: UInt32
    /// How often a condition that the supervisor does not announce is looked at, in milliseconds.
    var pollMilliseconds: UInt64 = 250
    /// How long a supervisor may take to come back after a connection broke, in milliseconds.
    var returnMilliseconds: UInt64 = 10_000
    /// How long an answer may take that does not wait for anything, in milliseconds.
    var answerMilliseconds: UInt64 = 30_000
}
