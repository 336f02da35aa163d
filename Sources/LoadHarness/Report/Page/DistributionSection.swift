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
        let gists = lines.filter { $0.values.count > 0 }.map(gist)
        return CumulativePlot(
            text: PlotText(
                id: text.id,
                title: text.title,
                description: ([text.description, "The dashed line is 99 %."] + gists)
                    .joined(separator: " ")
            ),
            axisTitle: "time, logarithmic",
            lines: lines
        )
    }

    private static func gist(_ line: CumulativePlot.Line) -> String {
        let parts = [("half within", 0.5), ("99 % within", 0.99), ("all within", 1)].map {
            "\($0.0) \(NumberText.measure(line.values.quantile($0.1), "ms"))"
        }
        return "\(line.name): \(parts.joined(separator: ", "))."
    }
}
