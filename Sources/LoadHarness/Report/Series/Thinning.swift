/// Makes long lines short for a plot without losing their peaks.
enum Thinning {
    /// Keeps the first and the last point, and of each of equally many others between them the lowest
    /// and the highest, in the order of time.
    ///
    /// - Parameters:
    ///   - points: Ascending in time.
    ///   - countMax: At least 4.
    /// - Returns: `points` itself if they are no more than that. A gap before a point that is left out
    ///   goes to the next one that is kept.
    static func points(_ points: [TimeSeries.Point], countMax: Int) -> [TimeSeries.Point] {
        guard points.count > countMax, let first = points.first, let last = points.last else {
            return points
        }
        let bucketCount = (countMax - 2) / 2
        let innerCount = points.count - 2
        var kept = [first]
        for bucket in 0..<bucketCount {
            let start = 1 + innerCount * bucket / bucketCount
            let end = 1 + innerCount * (bucket + 1) / bucketCount
            kept += extremes(of: points[start..<end])
        }
        return kept + [last]
    }

    private static func extremes(of points: ArraySlice<TimeSeries.Point>) -> [TimeSeries.Point] {
        guard let least = points.indices.min(by: { points[$0].value < points[$1].value }),
            let most = points.indices.max(by: { points[$0].value < points[$1].value })
        else { return [] }
        let indices = least == most ? [least] : [min(least, most), max(least, most)]
        var kept = indices.map { points[$0] }
        if points.contains(where: \.isAfterGap) {
            kept[0].isAfterGap = true
            for index in kept.indices.dropFirst() { kept[index].isAfterGap = false }
        }
        return kept
    }
}
