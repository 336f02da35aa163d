extension Constraints: WireObject {
    static let fields: [WireName] = ["allowed_tools", "approval_required", "forbidden_tools"]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        allowedTools = try object.strings("allowed_tools", countMax: 256, 1...256)
        forbiddenTools = try object.strings("forbidden_tools", countMax: 256, 1...256)
        approvalRequired = try object.strings("approval_required", countMax: 256, 1...256)
    }

    func write(to object: inout ObjectWriter) {
        object.put("allowed_tools", allowedTools)
        object.put("forbidden_tools", forbiddenTools)
        object.put("approval_required", approvalRequired)
    }
}
