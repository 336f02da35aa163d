/// The parameters of `governor.explain`; without missions there is no workload.
extension Workload {
    static let fields: [WireName] = ["missions", "start_at"]

    /// Reads a workload that a client sent; nil if it sent none.
    static func ifPresent(in object: ObjectReader) throws(ProtocolError) -> Workload? {
        let startAt: WallTime? = try object.textIfPresent("start_at")
        guard object.has("missions") else {
            guard startAt == nil else {
                throw object.missing("missions", "a list of missions, because of start_at")
            }
            return nil
        }
        let workload = Workload(
            try object.objects("missions", 1...Self.countMaxOfRequest),
            startAt: startAt
        )
        if let repetition = workload.repetition {
            throw ProtocolError(
                .invalidField,
                path: "missions[\(repetition.index)].\(repetition.field)",
                "\(ObjectReader.quote(.string(repetition.value))) stands in"
                    + " missions[\(repetition.earlierIndex)] already"
            )
        }
        return workload
    }

    func write(to object: inout ObjectWriter) {
        object.put("missions", missions)
        object.put("start_at", startAt)
    }
}
