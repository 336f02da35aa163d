import Protocol

/// The time that the plots of a load have in common.
struct TimeFrame: Equatable, Sendable {
    /// Where the axes begin.
    let origin: WallTime
    /// How long they are; more than 0.
    let seconds: Double
    /// When missions ceased to arrive, in seconds after the origin.
    let ceasedSeconds: Double

    /// Spans everything that was seen.
    init(_ evidence: Evidence) {
        let starts =
            [evidence.beganAt] + evidence.samples.prefix(1).map(\.at)
            + evidence.faults.map(\.at)
        let ends =
            [evidence.endedAt, evidence.ceasedAt] + evidence.samples.suffix(1).map(\.at)
            + evidence.faults.map(\.endedAt)
        // A time of 0 was never set.
        origin = starts.filter { $0.nanoseconds > 0 }.min() ?? WallTime(nanoseconds: 0)
        seconds = max((ends.max() ?? origin).since(origin).secondCount, 0.001)
        ceasedSeconds = evidence.ceasedAt.since(origin).secondCount
    }

    /// How long after the origin a time is; 0 for what was before.
    func seconds(_ time: WallTime) -> Double {
        time.since(origin).secondCount
    }
}
