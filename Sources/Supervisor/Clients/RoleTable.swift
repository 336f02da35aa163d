import ControlPlane
import Protocol
import System

/// Which role a peer of the control socket has.
struct RoleTable {
    /// The supervisor's own user, who may do everything.
    let ownUID: UInt32

    /// Returns the role of a user, or nil for one who has none.
    ///
    /// `policy` is section `roles` of the configuration; `groups` looks up the groups of a user, and is
    /// called only if the policy names groups.
    func role(
        of peer: PeerCredentials,
        _ policy: RolePolicy,
        groups: (UInt32) -> [UInt32]
    ) -> Role? {
        if peer.uid == ownUID || peer.uid == 0 { return .operator }
        let namesGroups =
            !(policy.operatorGIDs.isEmpty && policy.submitterGIDs.isEmpty
            && policy.viewerGIDs.isEmpty)
        let memberships = namesGroups ? [peer.gid] + groups(peer.uid) : []
        func isListed(_ uids: [UInt32], _ gids: [UInt32]) -> Bool {
            uids.contains(peer.uid) || gids.contains { memberships.contains($0) }
        }
        if isListed(policy.operatorUIDs, policy.operatorGIDs) { return .operator }
        if isListed(policy.submitterUIDs, policy.submitterGIDs) { return .submitter }
        if isListed(policy.viewerUIDs, policy.viewerGIDs) { return .viewer }
        return nil
    }
}
