extension Rehearsal: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "classes", "complete", "items", "kind", "start_at",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init(
            try object.objects("items"),
            startAt: try object.text("start_at"),
            isComplete: try object.flag("complete")
        )
        classes = try object.objects("classes")
    }

    func write(to object: inout ObjectWriter) {
        object.putKind(ReplyKind.rehearsal.rawValue)
        object.put("start_at", startAt)
        object.put("items", missions)
        object.put("classes", classes)
        object.put("complete", isComplete)
    }
}
