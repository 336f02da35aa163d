extension Figure {
    /// A number beside that of a peer; without the peer it is told alone, and is not judged.
    ///
    /// - Parameters:
    ///   - name: What it is.
    ///   - unit: The unit of both.
    ///   - value: Ours.
    ///   - peer: Its name, and its number where it was there.
    ///   - target: What must hold; nil for a number that only explains others.
    ///   - sampleCount: How many samples it is made of.
    /// - Returns: The figure, with the peer as its limit where it was there.
    static func beside(
        _ name: String,
        _ unit: String,
        _ value: Double,
        _ peer: (name: String, value: Double?),
        _ target: Target?,
        sampleCount: Int
    ) -> Figure {
        var figure = Figure(name: name, unit: unit, value: value, sampleCount: sampleCount)
        guard let limit = peer.value else { return figure }
        figure.limit = limit
        figure.limitName = peer.name
        figure.target = target
        return figure
    }
}
