/// Who may do what on the control socket: section `roles`.
///
/// The supervisor's own uid, and root, are operators always; everybody else is nobody unless
/// listed.
public struct RolePolicy: Equatable, Sendable {
    /// User ids that may do everything.
    public var operatorUIDs: [UInt32] = []
    /// Group ids whose members may do everything.
    public var operatorGIDs: [UInt32] = []
    /// User ids that may submit.
    public var submitterUIDs: [UInt32] = []
    /// Group ids whose members may submit.
    public var submitterGIDs: [UInt32] = []
    /// User ids that may look.
    public var viewerUIDs: [UInt32] = []
    /// Group ids whose members may look.
    public var viewerGIDs: [UInt32] = []

    /// Creates a policy that lists nobody.
    public init() {}
}
