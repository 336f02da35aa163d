import Protocol
import XCTest

@testable import ControlPlane

/// A mission in the queue of a lane.
///
/// - Parameters:
///   - number: Its order of acknowledgement, and the end of its name.
///   - missionClass: Its class.
///   - session: Its session mode.
///   - deadline: Seconds after the epoch.
///   - isLate: True once the deadline has passed.
///   - source: Who sent it.
/// - Returns: The mission.
/// - Throws: A test failure, if the names are not valid.
func makeMission(
    _ number: UInt64,
    _ missionClass: MissionClass = .background,
    session: SessionMode = .continue,
    deadline: Int64? = nil,
    isLate: Bool = false,
    source: String = ""
) throws -> MissionMachine {
    let id = try XCTUnwrap(MissionID("m-\(number)"))
    let lane = try XCTUnwrap(LaneID("vp.a"))
    var envelope = MissionEnvelope(objective: "true")
    envelope.missionClass = missionClass
    envelope.session = session
    envelope.source = source
    envelope.deadlineAt = deadline.map { WallTime(nanoseconds: $0 * 1_000_000_000) }
    var mission = MissionMachine(
        id: id,
        order: number,
        envelope: envelope,
        digest: "",
        state: MissionState(
            assignedVPID: lane,
            assignedBy: "pin",
            at: WallTime(nanoseconds: 0)
        )
    )
    if isLate { mission.becameLate() }
    return mission
}

/// A queue of the missions, inserted in the order given.
func makeQueue(_ missions: [MissionMachine]) -> MissionQueue {
    var queue = MissionQueue()
    var group = StartGroup()
    for mission in missions { queue.insert(mission, turn: group.arrived(mission.envelope)) }
    return queue
}

/// The missions of a class in the order in which they leave the queue.
func drain(
    _ missions: [MissionMachine],
    _ missionClass: MissionClass,
    isSessionFree: Bool = true
) -> [UInt64] {
    var queue = MissionQueue()
    var group = StartGroup()
    for mission in missions { queue.insert(mission, turn: group.arrived(mission.envelope)) }
    var order: [UInt64] = []
    while let first = queue.first(of: missionClass, isSessionFree: isSessionFree),
        let mission = missions.first(where: { $0.id == first.missionID })
    {
        order.append(mission.order)
        if let turns = group.started(mission.envelope.source, of: missionClass, weight: 1) {
            queue.retime(mission.envelope.source, of: missionClass, from: turns.old, to: turns.new)
        }
        queue.remove(mission, turn: group.left(mission.envelope))
    }
    return order
}
