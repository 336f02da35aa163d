import Protocol

/// The argument list of a profile, with its placeholders filled in.
///
/// Only whole elements are replaced, so no text of a mission can become a part of another argument,
/// and none is ever read by a shell that was not asked for.
enum ArgumentTemplate {
    /// Fills in a list.
    ///
    /// - Parameters:
    ///   - order: What is run.
    ///   - vpID: The lane.
    ///   - folders: The lane's folders.
    /// - Returns: As many elements as the profile's `argv` has.
    static func arguments(
        for order: LaunchOrder,
        on vpID: LaneID,
        in folders: LaneFolders
    ) -> [String] {
        let folder = folders.run(order.runID)
        return order.profile.argv.map { element in
            switch element {
            case "{{objective}}": order.envelope.objective
            case "{{objective_file}}": folder.objectiveFile
            case "{{workspace}}": folders.workspace(of: order)
            case "{{mission_id}}": order.envelope.missionID?.rawValue ?? ""
            case "{{run_id}}": order.runID.rawValue
            case "{{session_id}}": order.sessionID.rawValue
            case "{{vp_id}}": vpID.rawValue
            case "{{result_file}}": folder.resultFile
            case let text: text
            }
        }
    }
}
