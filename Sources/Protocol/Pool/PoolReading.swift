/// What a provider last said about one window of an entitlement, such as `five_hour`.
public struct PoolReading: Equatable, Sendable {
    /// The window.
    public let window: String
    /// The model it is for; nil means all.
    public let model: String?
    /// How much is used, in thousandths, rounded down: 0 to 2000.
    public var usedPermille: Int
    /// How much of that was used by runs of the pool, as far as it is known: 0 to `usedPermille`.
    public var ownPermille = 0
    /// True if there was a time since it was read in which no run of the pool was open.
    public var wasIdle = false
    /// When the window is reset, if the provider said so.
    public var resetAt: WallTime?
    /// True if the provider says that this window is the one that decides.
    public var isBinding: Bool
    /// When it was read.
    public var readAt: WallTime

    /// Describes a reading that does not bind, of a window that nobody of the pool has used.
    public init(window: String, model: String?, usedPermille: Int, readAt: WallTime) {
        self.window = window
        self.model = model
        self.usedPermille = usedPermille
        self.readAt = readAt
        isBinding = false
    }
}
