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
/// - Returns: The mission.
/// - Throws: A test failure, if the names are not valid.
func makeMission(
    _ number: UInt64,
    _ missionClass: MissionClass = .background,
    session: SessionMode = .continue,
    deadline: Int64? = nil,
    isLate: Bool = false
) throws -> MissionMachine {
    let id = try XCTUnwrap(MissionID("m-\(number)"))
    let lane = try XCTUnwrap(LaneID("vp.a"))
    var envelope = MissionEnvelope(objective: "true")
    envelope.missionClass = missionClass
    envelope.session = session
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
    for mission in missions { queue.insert(mission) }
    return queue
}

/// The missions of a class in the order in which they leave the queue.
func drain(
    _ missions: [MissionMachine],
    _ missionClass: MissionClass,
    isSessionFree: Bool = true
) -> [UInt64] {
    var queue = makeQueue(missions)
    var order: [UInt64] = []
    while let id = queue.first(of: missionClass, isSessionFree: isSessionFree),
        let mission = missions.first(where: { $0.id == id })
    {
        order.append(mission.order)
        queue.remove(mission)
    }
    return order
}
