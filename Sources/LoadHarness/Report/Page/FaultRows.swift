import Protocol

/// What was done to the instance, a row for each kind.
enum FaultRows {
    /// The rows in the order of the kinds; only kinds that there were.
    static func plot(_ scene: TimeScene) -> RowPlot {
        let rows = FaultKind.allCases.compactMap { kind -> RowPlot.Row? in
            let faults = scene.faults.filter { $0.kind == kind }
            guard !faults.isEmpty else { return nil }
            return RowPlot.Row(
                name: kind.title,
                bands: faults.compactMap { band($0, scene) },
                marks: faults.map { mark($0, scene) }
            )
        }
        let doneCount = scene.faults.count { $0.obstacle == nil }
        let busyCount = scene.faults.count { MarkShape($0) == .busy }
        return RowPlot(
            text: PlotText(
                id: "faults",
                title: "Faults",
                description: "\(NumberText.counted(doneCount, "fault")) done,"
                    + " \(NumberText.count(busyCount)) of them where a run was in flight;"
                    + " \(NumberText.count(scene.faults.count - doneCount)) not possible."
            ),
            rows: rows,
            legend: MarkShape.allCases.map { shape in
                Legend.Entry(name: shape.name, style: shape.style, commands: shape.commands)
            } + [Legend.Entry(name: "for so long", style: "spent")]
        )
    }

    private static func mark(_ fault: InjectedFault, _ scene: TimeScene) -> RowPlot.Mark {
        let shape = MarkShape(fault)
        let at = scene.frame.seconds(fault.at)
        let how = fault.obstacle ?? shape.name
        let object = PlainText.fitted(fault.object, 80)
        return RowPlot.Mark(
            at: at,
            shape: shape,
            title: "\(fault.kind.title) \(object) at \(NumberText.milliseconds(at)):"
                + " \(PlainText.fitted(how, 160))"
        )
    }

    private static func band(_ fault: InjectedFault, _ scene: TimeScene) -> RowPlot.Band? {
        guard fault.obstacle == nil, fault.endedAt > fault.at else { return nil }
        let span = NumberText.span(fault.endedAt.since(fault.at))
        return RowPlot.Band(
            from: scene.frame.seconds(fault.at),
            until: scene.frame.seconds(fault.endedAt),
            style: "spent",
            heightShare: 0.4,
            title: "\(fault.kind.title) \(PlainText.fitted(fault.object, 80)) for \(span)"
        )
    }
}
