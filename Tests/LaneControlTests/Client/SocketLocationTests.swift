import XCTest

@testable import LaneControl

final class SocketLocationTests: XCTestCase {
    private let user = "/run/user/1000/lanekeeper/control.sock"

    private func path(
        option: String? = nil,
        uid: UInt32 = 1_000,
        _ environment: [String: String] = [:],
        existing: [String] = []
    ) -> String {
        SocketLocation.path(
            option: option,
            uid: uid,
            environment: { environment[$0] },
            exists: { existing.contains($0) }
        )
    }

    func testOptionThenVariableThenUserThenSystem() {
        let variables = ["LANEKEEPER_SOCKET": "/v", "XDG_RUNTIME_DIR": "/run/user/1000"]
        let runtime = ["LANEKEEPER_SOCKET": "", "XDG_RUNTIME_DIR": "/run/user/1000"]

        XCTAssertEqual(path(option: "/o", variables), "/o")
        XCTAssertEqual(path(variables), "/v")
        XCTAssertEqual(path(runtime, existing: [user, SocketLocation.system]), user)
        XCTAssertEqual(path(runtime, existing: [SocketLocation.system]), SocketLocation.system)
        XCTAssertEqual(path(runtime), user)
        XCTAssertEqual(path(), SocketLocation.system)
    }

    func testRootHasTheSystemsAlsoWhereItsLoginHasARuntimeFolder() {
        let variables = ["XDG_RUNTIME_DIR": "/run/user/0"]
        let own = "/run/user/0/lanekeeper/control.sock"

        XCTAssertEqual(path(uid: 0, variables), SocketLocation.system)
        XCTAssertEqual(path(uid: 0, variables, existing: [own]), SocketLocation.system)
        XCTAssertEqual(path(option: "/o", uid: 0, variables), "/o")
        XCTAssertEqual(path(uid: 0, ["LANEKEEPER_SOCKET": "/v"]), "/v")
    }
}
