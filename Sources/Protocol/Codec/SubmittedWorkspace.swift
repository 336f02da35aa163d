/// `workspace` of a submitted envelope: only the lane's own folder is carried out.
struct SubmittedWorkspace: WireObject {
    static let fields: [WireName] = ["base", "kind", "repo"]

    init(from object: ObjectReader) throws(ProtocolError) {
        for name in ["base", "repo"] as [WireName] where object.has(name) {
            throw object.error(name, reason: .unsupportedField, ProtocolError.unsupported)
        }
        let kind = try object.stringIfPresent("kind", 1...64) ?? "lane"
        switch kind {
        case "lane":
            break
        case "worktree":
            throw object.error(
                "kind",
                reason: .unsupportedField,
                "\"worktree\" is \(ProtocolError.unsupported)"
            )
        default:
            throw object.bad("kind", "one of lane, worktree", given: .string(kind))
        }
    }

    func write(to object: inout ObjectWriter) {
        object.put("kind", "lane")
    }
}
