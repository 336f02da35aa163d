import Protocol

/// What the missions do: how long they run, and how many of them misbehave, in percent.
///
/// What is left to 100 runs for its time and ends well.
struct WorkMix: Equatable, Sendable {
    /// How long a run takes, drawn evenly from this range.
    var runTime: ClosedRange<Interval> = .milliseconds(50) ... .milliseconds(400)
    /// Leaves a grandchild behind that is a session of its own, ignores SIGTERM and sleeps on.
    var escapingPercent: UInt64 = 0
    /// Ignores SIGTERM.
    var stubbornPercent: UInt64 = 0
    /// Writes a mebibyte to standard output.
    var floodingPercent: UInt64 = 0
    /// Ends with an error of its own on its first attempt.
    var failingPercent: UInt64 = 0
    /// Hears of its provider that it must wait (429), and ends without a result.
    var throttledPercent: UInt64 = 0
    /// How many continue the session of their lane, one after the other.
    var continuingPercent: UInt64 = 30
    /// How many say which lane they want.
    var pinnedPercent: UInt64 = 0
}
