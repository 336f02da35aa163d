import Protocol

/// What the pools' providers allowed, a row for each pool.
enum PoolRows {
    /// The rows in the order of the quotas.
    static func plot(_ series: LoadSeries, _ quotas: Quotas) -> RowPlot {
        let spans = quotas.pools.indices.map { series.poolStates(at: $0) }
        let rows = zip(quotas.pools, spans).map { pool, spans in
            RowPlot.Row(name: pool.name, bands: spans.map { band($0, pool.name) })
        }
        return RowPlot(
            text: PlotText(
                id: "pools",
                title: "Pools: open, cooling, exhausted, probing",
                description: "The higher the band, the less is granted. \(gist(quotas, spans))"
            ),
            rows: rows,
            legend: PoolStatus.allCases.map { Legend.Entry(name: $0.rawValue, style: $0.rawValue) }
        )
    }

    private static func band(_ span: StateSpan, _ pool: String) -> RowPlot.Band {
        let seconds = NumberText.measure(span.until - span.from, "s")
        return RowPlot.Band(
            from: span.from,
            until: span.until,
            style: "band \(span.status.rawValue)",
            heightShare: heightShare(of: span.status),
            title: "\(PlainText.fitted(pool, 80)) \(span.status.rawValue) for \(seconds)"
        )
    }

    private static func heightShare(of status: PoolStatus) -> Double {
        switch status {
        case .open: 0.25
        case .probing: 0.5
        case .cooling: 0.75
        case .exhausted: 1
        }
    }

    private static func gist(_ quotas: Quotas, _ spans: [[StateSpan]]) -> String {
        zip(quotas.pools, spans).prefix(8).map { pool, spans in
            let seconds = spans.reduce(0) { $0 + $1.until - $1.from }
            let open = spans.filter { $0.status == .open }.reduce(0) { $0 + $1.until - $1.from }
            let percent = seconds > 0 ? open * 100 / seconds : 0
            return
                "\(PlainText.fitted(pool.name, 40)): open \(NumberText.value(percent)) % of the time."
        }
        .joined(separator: " ")
    }
}
