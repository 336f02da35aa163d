/// A value over the time of a load.
struct TimeSeries: Equatable, Sendable {
    /// The value from this time on, until the next point.
    struct Point: Equatable, Sendable {
        /// After the beginning.
        let seconds: Double
        let value: Double
        /// True if nothing is known of the time before it: the line begins anew.
        var isAfterGap = false
    }

    /// For people.
    let name: String
    /// Ascending in time.
    var points: [Point]

    /// The largest value; 0 without points.
    var peak: Double { points.map(\.value).max() ?? 0 }

    /// The same with at most so many points; see `Thinning`.
    func thinned(to pointCountMax: Int) -> TimeSeries {
        TimeSeries(name: name, points: Thinning.points(points, countMax: pointCountMax))
    }
}
