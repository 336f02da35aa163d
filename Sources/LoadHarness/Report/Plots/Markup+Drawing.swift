/// The few things of which drawings are made.
extension Markup {
    /// Draws a path; nothing if it is empty.
    mutating func draw(_ path: PathText, _ style: String) {
        guard !path.isEmpty else { return }
        empty(.path, ["class": style, "d": path.text])
    }

    /// Draws a shape that tells what it is when it is pointed at.
    mutating func draw(_ path: PathText, _ style: String, title: String) {
        element(.path, ["class": style, "d": path.text]) { $0.element(.title, text: title) }
    }

    /// Writes a word.
    ///
    /// - Parameters:
    ///   - text: What to write.
    ///   - x: Of the anchor.
    ///   - y: Of the base line.
    ///   - anchor: `start`, `middle` or `end`.
    ///   - style: Its class.
    mutating func label(
        _ text: String,
        _ x: Double,
        _ y: Double,
        _ anchor: String = "start",
        style: String = "tick"
    ) {
        element(
            .text,
            [
                "class": style, "x": PathText.number(x), "y": PathText.number(y),
                "text-anchor": anchor,
            ],
            text: text
        )
    }

    /// Fills a rectangle.
    ///
    /// - Parameters:
    ///   - x: Of its left edge.
    ///   - y: Of its upper edge.
    ///   - width: At least 0.
    ///   - height: At least 0.
    ///   - style: Its class.
    ///   - title: What it tells when it is pointed at; nil for nothing.
    mutating func rectangle(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ style: String,
        title: String? = nil
    ) {
        let attributes: KeyValuePairs<StaticString, String> = [
            "class": style, "x": PathText.number(x), "y": PathText.number(y),
            "width": PathText.number(width), "height": PathText.number(height),
        ]
        guard let title else { return empty(.rect, attributes) }
        element(.rect, attributes) { $0.element(.title, text: title) }
    }
}
