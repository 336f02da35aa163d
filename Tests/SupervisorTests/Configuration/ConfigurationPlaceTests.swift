import DataStructures
import XCTest

@testable import Supervisor

final class ConfigurationPlaceTests: XCTestCase {
    func testOptionComesFirstAndMustExist() {
        XCTAssertEqual(
            ConfigurationPlace.find(
                option: "/x.json",
                stateFolder: "/var/lib/lanekeeper",
                environment: ["XDG_CONFIG_HOME": "/c"]
            ),
            ConfigurationPlace(path: "/x.json", isRequired: true)
        )
    }

    func testSystemStateFolderHasTheSystemFile() {
        XCTAssertEqual(
            ConfigurationPlace.find(
                option: nil,
                stateFolder: "/var/lib/lanekeeper",
                environment: ["XDG_CONFIG_HOME": "/c"]
            ),
            ConfigurationPlace(path: "/etc/lanekeeper/lanekeeper.json", isRequired: false)
        )
    }

    func testUserFileFollowsTheEnvironment() {
        XCTAssertEqual(
            path(["XDG_CONFIG_HOME": "/c", "HOME": "/h"]),
            "/c/lanekeeper/lanekeeper.json"
        )
        XCTAssertEqual(path(["HOME": "/h"]), "/h/.config/lanekeeper/lanekeeper.json")
        XCTAssertEqual(
            path(["XDG_CONFIG_HOME": "c", "HOME": "/h"]),
            "/h/.config/lanekeeper/lanekeeper.json"
        )
        XCTAssertNil(path([:]))
    }

    private func path(_ environment: OrderedTable<String, String>) -> String? {
        ConfigurationPlace.find(
            option: nil,
            stateFolder: "/tmp/state",
            environment: environment
        )?.path
    }
}
