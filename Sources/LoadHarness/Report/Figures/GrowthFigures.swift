import Protocol

/// What the supervisor took of the machine, and whether it takes more and more.
enum GrowthFigures {
    private static let mebibyte = 1_048_576.0

    static func all(_ evidence: Evidence, _ bounds: Bounds) -> [LoadFigure] {
        let memory = evidence.samples.compactMap { $0.residentKiB.map { Double($0) / 1024 } }
        let descriptors = evidence.samples.compactMap { $0.descriptorCount.map(Double.init) }
        let ledger = evidence.samples.compactMap {
            $0.ledgerByteCount.map { Double($0) / mebibyte }
        }
        let isOurs = !evidence.starts.isEmpty
        let hasMemoryBound = isOurs || !memory.isEmpty
        let hasDescriptorBound = isOurs || !descriptors.isEmpty
        return [
            growth("memory growth", "memory_growth_percent", "%", memory, \.percent)
                .atMost(hasMemoryBound ? bounds.memoryGrowthPercentMax : nil),
            peak("memory", "memory_peak_mib", "MiB", memory),
            growth("descriptor growth", "descriptor_growth", "open", descriptors, \.difference)
                .atMost(hasDescriptorBound ? bounds.descriptorGrowthMax.map(Double.init) : nil),
            peak("descriptors", "descriptors_peak", "open", descriptors),
            growth("ledger growth", "ledger_growth_mib", "MiB", ledger, \.difference),
            peak("ledger", "ledger_peak_mib", "MiB", ledger),
        ]
    }

    private static func growth(
        _ name: String,
        _ key: String,
        _ unit: String,
        _ values: [Double],
        _ measure: KeyPath<Growth, Double>
    ) -> LoadFigure {
        let growth = Growth(values)
        return LoadFigure(
            name: name,
            key: key,
            unit: unit,
            value: growth?[keyPath: measure] ?? 0,
            sampleCount: growth?.sampleCount ?? 0
        )
    }

    private static func peak(
        _ name: String,
        _ key: String,
        _ unit: String,
        _ values: [Double]
    ) -> LoadFigure {
        LoadFigure(
            name: "\(name), peak",
            key: key,
            unit: unit,
            value: values.max() ?? 0,
            sampleCount: values.count
        )
    }
}
