import Protocol

/// Draws in a plot over time when something was done to the instance, and when arrivals ceased.
enum FaultMarks {
    /// More lines than these would hide the data: then there are short marks at the upper edge.
    static let lineCountMax = 60
    private static let markHeight = 7.0

    /// Draws a line for each fault that was done, at most one each unit, a shade for what lasts, and a
    /// dashed line where arrivals ceased.
    static func draw(_ scene: TimeScene, _ frame: PlotFrame, into drawing: inout Markup) {
        let done = scene.faults.filter { $0.obstacle == nil }
        for span in spans(done, scene, frame) {
            drawing.rectangle(
                span.lowerBound,
                frame.top,
                span.upperBound - span.lowerBound,
                frame.plotHeight,
                "lasting"
            )
        }
        let places = places(done, scene, frame)
        let bottom = places.count > lineCountMax ? frame.top + markHeight : frame.base
        var lines = PathText()
        for x in places {
            lines.move(x, frame.top)
            lines.vertical(bottom)
        }
        drawing.draw(lines, "fault")
        drawCeased(scene, frame, into: &drawing)
    }

    /// Where faults struck, to a whole unit, each once, ascending.
    private static func places(
        _ faults: [InjectedFault],
        _ scene: TimeScene,
        _ frame: PlotFrame
    ) -> [Double] {
        var places: [Double] = []
        let all = faults.map { scene.x(scene.frame.seconds($0.at), frame).rounded() }
        for x in all.sorted() where x != places.last { places.append(x) }
        return places
    }

    /// What lasted long enough to be seen, joined where it overlaps.
    private static func spans(
        _ faults: [InjectedFault],
        _ scene: TimeScene,
        _ frame: PlotFrame
    ) -> [ClosedRange<Double>] {
        var spans: [ClosedRange<Double>] = []
        for fault in faults.sorted(by: { $0.at < $1.at }) {
            let from = scene.x(scene.frame.seconds(fault.at), frame)
            let until = max(from, scene.x(scene.frame.seconds(fault.endedAt), frame))
            guard until - from >= 2 else { continue }
            if let last = spans.last, last.upperBound + 1 >= from {
                spans[spans.count - 1] = last.lowerBound...max(last.upperBound, until)
            } else {
                spans.append(from...until)
            }
        }
        return spans
    }

    private static func drawCeased(
        _ scene: TimeScene,
        _ frame: PlotFrame,
        into drawing: inout Markup
    ) {
        let x = scene.x(scene.frame.ceasedSeconds, frame)
        guard x > frame.left, x < frame.right - 8 else { return }
        var line = PathText()
        line.move(x, frame.top)
        line.vertical(frame.base)
        drawing.draw(line, "limit")
        drawing.label("arrivals end", x + 4, frame.top - 5, "end")
    }
}
