/// What plots over time have in common: the axis, and the faults on it.
struct TimeScene {
    /// Of every plot over time: the same, so that what happened at once is one below the other.
    static let left = 136.0

    let frame: TimeFrame
    let faults: [InjectedFault]
    let axis: Axis

    /// Takes what was done and when.
    init(_ evidence: Evidence) {
        frame = TimeFrame(evidence)
        faults = evidence.faults
        axis = Axis.elapsed(frame.seconds)
    }

    /// Where a time is, in seconds after the beginning.
    func x(_ seconds: Double, _ plot: PlotFrame) -> Double {
        plot.x(axis.share(of: seconds))
    }
}
