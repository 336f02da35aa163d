import Protocol

/// What happened when: every plot has the same time axis.
enum TimeSection {
    static func write(_ evidence: Evidence, into page: inout Markup) {
        let series = LoadSeries(evidence)
        let scene = TimeScene(evidence)
        page.element(.section) { page in
            page.element(.h2, text: "What happened when")
            if !evidence.faults.isEmpty { FaultRows.plot(scene).write(into: &page, scene) }
            queue(series).write(into: &page, scene)
            slots(series, evidence.quotas).write(into: &page, scene)
            if !evidence.quotas.pools.isEmpty {
                if evidence.quotas.pools.count <= Palette.seriesCount {
                    granted(series).write(into: &page, scene)
                }
                PoolRows.plot(series, evidence.quotas).write(into: &page, scene)
            }
            lanes(series, evidence.quotas).write(into: &page, scene)
            for plot in growth(series) { plot.write(into: &page, scene) }
        }
    }

    private static func queue(_ series: LoadSeries) -> TimePlot {
        TimePlot(
            text: PlotText(
                id: "queue",
                title: "Missions that wait, by class",
                description: "Of all lanes. \(peaks(series.queued))"
            ),
            unit: "missions",
            lines: lines(series.queued)
        )
    }

    /// All lanes together, and each pool where there are few enough for colours.
    private static func slots(_ series: LoadSeries, _ quotas: Quotas) -> TimePlot {
        let hasColors = quotas.pools.count < Palette.seriesCount
        let pools = hasColors ? series.usedByPool : []
        let slotCount = UsageFigures.slotCount(of: quotas)
        return TimePlot(
            text: PlotText(
                id: "slots",
                title: "Slots in use",
                description: "At most \(NumberText.value(series.used.peak)) of"
                    + " \(NumberText.count(slotCount)). \(peaks(pools))"
            ),
            unit: "slots",
            lines: [TimePlot.Line(series: series.used, style: "s4")] + lines(pools),
            limit: ("slots there are", Double(slotCount))
        )
    }

    private static func granted(_ series: LoadSeries) -> TimePlot {
        TimePlot(
            text: PlotText(
                id: "granted",
                title: "Slots that each pool grants",
                description: "Fewer after its provider asked for patience, and none while it does."
                    + " \(peaks(series.grantedByPool))"
            ),
            unit: "slots",
            lines: lines(series.grantedByPool),
            plotHeight: 110
        )
    }

    private static func lanes(_ series: LoadSeries, _ quotas: Quotas) -> LanePlot {
        LanePlot(
            text: PlotText(
                id: "lanes",
                title: "How full each lane was",
                description: "Darker where more of a lane's slots were in use; empty where nothing"
                    + " ran."
            ),
            quotas: quotas,
            lanes: series.usedByLane
        )
    }

    private static func growth(_ series: LoadSeries) -> [TimePlot] {
        let plots = [
            ("memory", "Memory of the supervisor", "MiB", series.memory, false),
            ("descriptors", "Open descriptors of the supervisor", "open", series.descriptors, true),
            ("ledger", "Size of the ledger with its log", "MiB", series.ledger, false),
        ]
        return plots.map { id, title, unit, series, isWhole in
            TimePlot(
                text: PlotText(
                    id: id,
                    title: title,
                    description: "At most \(NumberText.measure(series.peak, unit))."
                ),
                unit: unit,
                lines: lines([series]),
                isWhole: isWhole,
                plotHeight: 90
            )
        }
    }

    private static func lines(_ series: [TimeSeries]) -> [TimePlot.Line] {
        series.enumerated().map { index, series in
            TimePlot.Line(series: series, style: "s\(index % Palette.seriesCount)")
        }
    }

    /// The most of each that was seen at once; empty without points.
    private static func peaks(_ series: [TimeSeries]) -> String {
        let peaks = series.filter { !$0.points.isEmpty }.map { series in
            "\(PlainText.fitted(series.name, 40)) \(NumberText.value(series.peak))"
        }
        return peaks.isEmpty ? "" : "At most at once: \(peaks.joined(separator: ", "))."
    }
}
