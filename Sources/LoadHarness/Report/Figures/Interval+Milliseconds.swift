import Protocol

extension Interval {
    /// The length in milliseconds, with its fraction.
    var millisecondCount: Double { Double(nanoseconds) / 1e6 }

    /// The length in seconds, with its fraction.
    var secondCount: Double { Double(nanoseconds) / 1e9 }
}
