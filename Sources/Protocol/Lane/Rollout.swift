/// Which missions without a pin a lane gets.
///
/// A mission that names its lane (`vp_id`) is none of a rollout's business. What a lane in `shadow` gets
/// beside such missions are copies of others'.
public enum Rollout: Hashable, Sendable, CustomStringConvertible {
    /// None.
    case off
    /// Those whose share is below `percent`: 0 to 100.
    case canary(percent: Int)
    /// All.
    case on
    /// None, as an emergency.
    case forceFallback
    /// None, but copies of missions that allow it, for comparison.
    case shadow

    /// What a percentage may be.
    public static let percentRange = 0...100

    /// Creates one from its parts, or returns nil if they do not go together.
    ///
    /// - Parameters:
    ///   - stage: Which one.
    ///   - percent: The percentage of a canary, 0 to 100; nil for every other stage.
    public init?(_ stage: RolloutStage, percent: Int?) {
        switch (stage, percent) {
        case (.canary, .some(let percent)) where Self.percentRange.contains(percent):
            self = .canary(percent: percent)
        case (.off, nil): self = .off
        case (.on, nil): self = .on
        case (.forceFallback, nil): self = .forceFallback
        case (.shadow, nil): self = .shadow
        case (.canary, _), (.off, _), (.on, _), (.forceFallback, _), (.shadow, _): return nil
        }
    }

    /// Which one, without the percentage.
    public var stage: RolloutStage {
        switch self {
        case .off: .off
        case .canary: .canary
        case .on: .on
        case .forceFallback: .forceFallback
        case .shadow: .shadow
        }
    }

    /// The percentage of a canary, 0 to 100; nil for every other stage.
    public var percent: Int? {
        switch self {
        case .canary(let percent): percent
        case .off, .on, .forceFallback, .shadow: nil
        }
    }

    /// True if no mission without a pin can get in, whatever its id.
    public var isClosed: Bool {
        switch self {
        case .off, .forceFallback, .shadow: true
        case .canary(let percent): percent == 0
        case .on: false
        }
    }

    /// As a person reads it: `off`, `canary 10 %`, `on`, `force_fallback`,
    /// `shadow`.
    public var description: String {
        percent.map { "\(stage.rawValue) \($0) %" } ?? stage.rawValue
    }

    // MARK: Shares

    /// Whether a lane with this rollout takes a mission.
    ///
    /// - Parameter envelope: The mission's, with its id.
    /// - Returns: True for every mission with a pin; without an id only `on` takes one.
    public func admits(_ envelope: MissionEnvelope) -> Bool {
        if envelope.vpID != nil { return true }
        switch self {
        case .on: return true
        case .off, .forceFallback, .shadow: return false
        case .canary(let percent):
            guard let id = envelope.missionID else { return false }
            return Self.share(of: id) < percent
        }
    }

    /// Which hundredth of all missions a mission is in: 0 to 99, by a hash of its id.
    ///
    /// The same in every process and release, so that a mission that is inside at 10 % is inside at 20 %.
    public static func share(of mission: MissionID) -> Int {
        var hash = FNV1a128()
        hash.fold(mission.rawValue)
        return Int(truncatingIfNeeded: hash.value % 100)
    }
}
