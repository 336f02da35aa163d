import XCTest

@testable import LaneControl

final class SocketLocationTests: XCTestCase {
    private let user = "/run/user/1000/lanekeeper/control.sock"

    private func path(
        option: String? = nil,
        _ environment: [String: String] = [:],
        existing: [String] = []
    ) -> String {
        SocketLocation.path(
            option: option,
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
}
