import DataStructures
import Protocol

/// What commands need before they change anything.
extension ControlPlane {
    /// The reason that an operator gave for what requires one.
    func givenReason(
        _ options: OperatorOptions,
        for what: String
    ) throws(ControlError) -> String {
        guard let reason = options.reason else {
            throw ControlError(
                .usage,
                .reasonRequired,
                "\(what) requires a reason",
                hint: "--reason 'why'"
            )
        }
        return reason
    }

    /// A mission that has not ended; what is not in memory has.
    func openMission(_ id: MissionID) throws(ControlError) -> MissionMachine {
        guard let mission = missions[id], !mission.state.status.isTerminal else {
            throw terminal(id)
        }
        return mission
    }

    /// A lane of the configuration, or one that was removed from it.
    func knownLane(_ id: LaneID) throws(ControlError) -> Lane {
        guard let lane = lanes[id] else { throw unknown(id) }
        return lane
    }

    // MARK: Refusals

    func unknown(_ id: LaneID) -> ControlError {
        ControlError(
            .notFound,
            .unknownLane,
            "no lane \"\(id)\" (there are: \(lanes.keys.map(\.rawValue).joined(separator: ", ")))",
            object: id.rawValue,
            hint: "lanectl lane list"
        )
    }

    func removed(_ id: LaneID) -> ControlError {
        ControlError(
            .refused,
            .laneRemoved,
            "lane \(id) is not in the configuration",
            object: id.rawValue,
            hint: "add it and lanectl config reload"
        )
    }

    func unknown(_ id: MissionID) -> ControlError {
        ControlError(
            .notFound,
            .unknownMission,
            "no mission \"\(id)\"",
            object: id.rawValue,
            hint: "lanectl mission list --all"
        )
    }

    private func terminal(_ id: MissionID) -> ControlError {
        ControlError(
            .conflict,
            .missionTerminal,
            "mission \(id) is terminal",
            object: id.rawValue,
            hint: "lanectl submit --retry-of \(id)"
        )
    }
}
