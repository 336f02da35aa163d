import Protocol

/// Who was submitted, acknowledged, ended: what the client knows, from answers and events alone.
struct LoadBoard {
    /// Acknowledged, in the order of the answers.
    private(set) var submissions: [Submission] = []
    /// By reason, in the order in which each came first.
    private(set) var refusals: [Refusal] = []
    /// In the order of the stream.
    private(set) var events: [EventRecord] = []
    /// Missions of ours that have ended, by the stream.
    private(set) var endedCount = 0
    /// Sent, and not answered yet.
    private var unanswered: [Int: MissionClass] = [:]
    private var open: Set<MissionID> = []
    private var ended: Set<MissionID> = []

    /// Missions that are sent and have not ended: what a closed loop keeps at its number.
    var openCount: Int { unanswered.count + open.count }

    /// Missions that were sent and not answered.
    var unansweredCount: Int { unanswered.count }

    /// Notes that a mission is on its way.
    mutating func noteSent(_ number: Int, _ missionClass: MissionClass) {
        unanswered[number] = missionClass
    }

    /// Notes the answer to a submit.
    ///
    /// - Parameters:
    ///   - number: The mission's.
    ///   - reply: What the supervisor said.
    ///   - question: When and how often it was sent.
    ///   - time: When the answer was read.
    /// - Returns: The refusal if it is one; nil if the mission was taken, or was answered before.
    mutating func noteAnswer(
        _ number: Int,
        _ reply: ControlReply,
        _ question: LoadConnection.Question,
        at time: WallTime
    ) -> ControlError? {
        guard let missionClass = unanswered.removeValue(forKey: number) else { return nil }
        switch reply {
        case .missions(let missions, _):
            guard let id = missions.first?.envelope.missionID else { return nil }
            submissions.append(
                Submission(
                    number: number,
                    missionID: id,
                    missionClass: missionClass,
                    sentAt: question.sentAt ?? time,
                    acknowledgedAt: time,
                    sendCount: question.sendCount
                )
            )
            if !ended.contains(id) { open.insert(id) }
            return nil
        case .error(let error):
            noteRefusal(error)
            return error
        default:
            return nil
        }
    }

    private mutating func noteRefusal(_ error: ControlError) {
        if let index = refusals.firstIndex(where: { $0.reason == error.reason }) {
            refusals[index].count += 1
        } else {
            let refusal = Refusal(reason: error.reason, message: error.message, count: 1)
            refusals.append(refusal)
        }
    }

    /// Notes an event of the stream.
    mutating func note(_ event: EventRecord) {
        events.append(event)
        guard let id = event.missionID, Self.isEnd(event.type) else { return }
        ended.insert(id)
        open.remove(id)
        endedCount += 1
    }

    /// True for the events after which a mission is terminal.
    private static func isEnd(_ type: EventType) -> Bool {
        switch type {
        case .missionCompleted, .missionFailed, .missionCancelled, .missionTimedOut: true
        default: false
        }
    }

    /// Says whether a mission has ended, by the stream.
    func hasEnded(_ id: MissionID) -> Bool { ended.contains(id) }
}
