import Protocol

/// A failure as a document of kind `Error`, for those who asked for JSON.
enum ErrorDocument {
    /// One line, with its line feed; members in ascending order of their names.
    static func text(of failure: Failure) -> String {
        var members = [
            ("apiVersion", RawJSON.string("lanekeeper/v1")),
            ("code", "\(failure.status)"),
        ]
        if let hint = failure.hint { members.append(("hint", RawJSON.string(hint))) }
        members.append(("kind", RawJSON.string("Error")))
        members.append(("message", RawJSON.string(failure.message)))
        if let refusal = failure.refusal {
            if let object = refusal.object { members.append(("object", RawJSON.string(object))) }
            members.append(("reason", RawJSON.string(refusal.reason.rawValue)))
            if let wait = refusal.retryAfterMilliseconds {
                members.append(("retry_after_ms", "\(wait)"))
            }
        }
        return "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}\n"
    }
}
