import Protocol

/// How long things took, by class.
enum DistributionSection {
    static func write(_ evidence: Evidence, into page: inout Markup) {
        let history = LoadHistory(evidence)
        page.element(.section) { page in
            page.element(.h2, text: "How long it took")
            plot(
                PlotText(
                    id: "waits",
                    title: "Wait in the queue, by class",
                    description: "From queued to the first dispatch."
                ),
                history.waits(of:)
            ).write(into: &page)
            plot(
                PlotText(
                    id: "lives",
                    title: "Whole life of completed missions, by class",
                    description: "From the first sending of the submit to the end."
                ),
                history.lives(of:)
            ).write(into: &page)
            plot(
                PlotText(
                    id: "acknowledgements",
                    title: "Submit to acknowledgement, by class",
                    description: "From the first sending to the answer, which is given when the"
                        + " mission is durable."
                ),
                history.acknowledgements(of:)
            ).write(into: &page)
        }
    }

    /// The class's lines have the same colours in every plot.
    private static func plot(
        _ text: PlotText,
        _ values: (MissionClass?) -> [Double]
    ) -> CumulativePlot {
        let lines = MissionClass.allCases.enumerated().map { index, missionClass in
            CumulativePlot.Line(
                name: missionClass.rawValue,
                style: "s\(index)",
                values: Distribution(values(missionClass))
            )
        }
        return CumulativePlot(
            text: PlotText(
                id: text.id,
                title: text.title,
                description: "\(text.description) The dashed line is 99 %.\(gist(lines))"
            ),
            axisTitle: "time, logarithmic",
            lines: lines
        )
    }

    /// How soon half, nearly all and all were there; empty where nothing was measured.
    private static func gist(_ lines: [CumulativePlot.Line]) -> String {
        let times = lines.filter { $0.values.count > 0 }.map { line in
            let times = [0.5, 0.99, 1].map { NumberText.value(line.values.quantile($0)) }
            return "\(line.name) \(times.joined(separator: ", ")) ms"
        }
        guard !times.isEmpty else { return "" }
        return " Half, 99 % and all were within: \(times.joined(separator: "; "))."
    }
}
