import ControlPlane
import Protocol
import System
import XCTest

@testable import Supervisor

final class RoleTableTests: XCTestCase {
    private let table = RoleTable(ownUID: 900)

    private func role(
        _ uid: UInt32,
        gid: UInt32 = 1,
        _ policy: RolePolicy,
        groups: [UInt32] = []
    ) -> Role? {
        table.role(of: PeerCredentials(pid: 1, uid: uid, gid: gid), policy) { _ in groups }
    }

    func testOwnUserAndRootAreOperatorsWithoutBeingListed() {
        XCTAssertEqual(role(900, RolePolicy()), .operator)
        XCTAssertEqual(role(0, RolePolicy()), .operator)
        XCTAssertNil(role(901, RolePolicy()))
    }

    func testHighestRoleOfUserAndGroupsCounts() {
        var policy = RolePolicy()
        policy.operatorUIDs = [10]
        policy.operatorGIDs = [100]
        policy.submitterUIDs = [11, 10]
        policy.submitterGIDs = [101]
        policy.viewerUIDs = [12, 11]
        policy.viewerGIDs = [102]
        let cases: [(uid: UInt32, gid: UInt32, groups: [UInt32], role: Role?)] = [
            (10, 1, [], .operator), (11, 1, [], .submitter), (12, 1, [], .viewer), (13, 1, [], nil),
            (13, 100, [], .operator), (13, 101, [], .submitter), (13, 102, [], .viewer),
            (13, 1, [102, 100], .operator), (12, 1, [101], .submitter), (13, 1, [103], nil),
        ]
        for (uid, gid, groups, expected) in cases {
            XCTAssertEqual(role(uid, gid: gid, policy, groups: groups), expected, "\(uid) \(gid)")
        }
    }

    func testGroupsAreLookedUpOnlyWhereThePolicyNamesSome() {
        var policy = RolePolicy()
        policy.viewerUIDs = [12]
        let peer = PeerCredentials(pid: 1, uid: 12, gid: 1)
        var askedUIDs: [UInt32] = []
        let groups: (UInt32) -> [UInt32] = { uid in
            askedUIDs.append(uid)
            return []
        }

        XCTAssertEqual(table.role(of: peer, policy, groups: groups), .viewer)
        XCTAssertEqual(askedUIDs, [])

        policy.submitterGIDs = [5]
        XCTAssertEqual(table.role(of: peer, policy, groups: groups), .viewer)
        XCTAssertEqual(askedUIDs, [12])
    }
}
