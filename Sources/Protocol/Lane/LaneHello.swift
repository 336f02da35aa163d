/// Parameters of `lane.hello`.
public struct LaneHello: Equatable, Sendable {
    /// Protocol versions that the supervisor speaks.
    public var protocolRange: ProtocolRange
    /// The supervisor's version.
    public var version: String
    /// The lane that it believes to reach.
    public var vpID: LaneID
    /// The generation that it believes to reach.
    public var generation: Generation
    /// Its own incarnation; a higher one closes every older connection.
    public var epoch: Epoch

    /// Creates a hello with this build's protocol range.
    public init(vpID: LaneID, generation: Generation, epoch: Epoch, version: String) {
        protocolRange = .supported
        self.version = version
        self.vpID = vpID
        self.generation = generation
        self.epoch = epoch
    }
}
