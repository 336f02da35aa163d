import Protocol

/// What the supervisor answered: decoded, and as it was sent.
struct Answer {
    /// The answer; never an error, which is thrown.
    let reply: ControlReply
    /// Its JSON as it was sent.
    let json: String

    /// Each object of a list as it was sent.
    var items: [String] {
        RawJSON.member("items", of: json).map(RawJSON.elements(of:)) ?? []
    }

    /// A reply of another kind than the question has.
    func unexpected(_ wanted: String) -> Failure {
        Failure(
            .internalFailure,
            "the supervisor did not answer with \(wanted)",
            hint: "is it another version? lanectl version"
        )
    }

    /// The mission.
    func mission() throws(Failure) -> MissionView {
        guard case .mission(let mission) = reply else { throw unexpected("a mission") }
        return mission
    }

    /// The lane.
    func lane() throws(Failure) -> LaneView {
        guard case .lane(let lane) = reply else { throw unexpected("a lane") }
        return lane
    }

    /// The reason.
    func why() throws(Failure) -> WhyAnswer {
        guard case .why(let why) = reply else { throw unexpected("a reason") }
        return why
    }

    /// What was changed.
    func change() throws(Failure) -> Change {
        guard case .changed(let change) = reply else { throw unexpected("a change") }
        return change
    }

    /// The supervisor's status.
    func status() throws(Failure) -> SupervisorStatus {
        guard case .status(let status) = reply else { throw unexpected("its status") }
        return status
    }
}

extension Answer {
    /// What was found out without a supervisor, in the form of its answers.
    init(_ reply: ControlReply) {
        self.init(reply: reply, json: String(decoding: reply.encodedResult(), as: UTF8.self))
    }
}
