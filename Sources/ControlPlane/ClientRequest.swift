public import Protocol

/// A connection to the control socket; never used again for another one.
public struct ClientID: Hashable, Comparable, Sendable {
    /// The number.
    public let rawValue: UInt64

    /// Creates one from a number.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders two by age.
    public static func < (lhs: ClientID, rhs: ClientID) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

/// A request of a client that has said hello, with its mission prefixes resolved.
public struct ClientRequest: Equatable, Sendable {
    /// Who sent it.
    public var client: ClientID
    /// What the answer must carry.
    public var requestID: RequestID
    /// What the client may do.
    public var role: Role
    /// Who it is, for the audit trail, e.g.
    ///
    /// `uid:1000 (lanectl)`.
    public var actor: String
    /// The mission whose run sent it, if a run did.
    public var parentID: MissionID?
    /// What it asks.
    public var command: ControlCommand
    /// False if the command names a mission that the ledger does not have.
    public var isMissionKnown = true
    /// For `mission.submit`: what the ledger knows under the key or id of each mission, in the
    /// order given; empty for everything else.
    public var known: [KnownMission?] = []
    /// For `mission.submit`: those of the missions that are to be repeated (`retry_of`) which are
    /// copies of others, as far as the ledger has them.
    public var repeatedCopies: [MissionID] = []

    /// Describes a request.
    public init(
        client: ClientID,
        requestID: RequestID,
        role: Role,
        actor: String,
        command: ControlCommand
    ) {
        self.client = client
        self.requestID = requestID
        self.role = role
        self.actor = actor
        self.command = command
    }
}

/// What the ledger has under the key or the id of a mission that is submitted.
public struct KnownMission: Equatable, Sendable {
    /// Its id.
    public var missionID: MissionID
    /// True if it was found by its key, false if by its id.
    public var isSameKey: Bool
    /// The first field in which the new body differs, as on the wire; nil if it is the same.
    public var difference: String?

    /// Describes what was found.
    public init(missionID: MissionID, isSameKey: Bool, difference: String?) {
        self.missionID = missionID
        self.isSameKey = isSameKey
        self.difference = difference
    }
}
