import XCTest

@testable import Supervisor

final class SupervisorOptionsTests: XCTestCase {
    private func parse(
        _ words: [String],
        isRoot: Bool = false,
        _ environment: [String: String] = [:]
    ) throws -> SupervisorOptions.Request {
        try SupervisorOptions.parse(words, isRoot: isRoot) { environment[$0] }
    }

    private func options(
        _ words: [String],
        isRoot: Bool = false,
        _ environment: [String: String] = [:]
    ) throws -> SupervisorOptions {
        guard case .run(let options) = try parse(["run"] + words, isRoot: isRoot, environment)
        else { throw SupervisorOptions.UsageError(message: "not run") }
        return options
    }

    func testEveryOptionIsTakenInBothForms() throws {
        let expected = SupervisorOptions(
            configuration: "/c.json",
            state: "/s",
            runtime: "/r",
            lockDescriptor: 7
        )

        XCTAssertEqual(
            try options([
                "--config", "/c.json", "--state", "/s", "--runtime", "/r", "--lock-fd", "7",
            ]),
            expected
        )
        XCTAssertEqual(
            try options(["--config=/c.json", "--state=/s", "--runtime=/r", "--lock-fd=7"]),
            expected
        )
    }

    func testFoldersOfRootAreTheSystems() throws {
        let options = try options([], isRoot: true, ["XDG_STATE_HOME": "/x", "HOME": "/root"])

        XCTAssertEqual(options.state, "/var/lib/lanekeeper")
        XCTAssertEqual(options.runtime, "/run/lanekeeper")
        XCTAssertNil(options.configuration)
        XCTAssertNil(options.lockDescriptor)
    }

    func testFoldersOfAUserFollowTheEnvironment() throws {
        let named = try options([], ["XDG_STATE_HOME": "/x", "XDG_RUNTIME_DIR": "/run/user/5"])
        XCTAssertEqual(named.state, "/x/lanekeeper")
        XCTAssertEqual(named.runtime, "/run/user/5/lanekeeper")

        let home = try options(
            [],
            ["XDG_STATE_HOME": "", "HOME": "/home/a", "XDG_RUNTIME_DIR": "/run/user/5"]
        )
        XCTAssertEqual(home.state, "/home/a/.local/state/lanekeeper")
    }

    func testFolderThatNothingNamesIsAskedFor() {
        XCTAssertThrowsError(try options(["--runtime", "/r"])) { error in
            XCTAssertEqual(
                (error as? SupervisorOptions.UsageError)?.message,
                "XDG_STATE_HOME is not set (give --state DIR)"
            )
        }
        XCTAssertThrowsError(try options(["--state", "/s"], ["HOME": "/home/a"])) { error in
            XCTAssertEqual(
                (error as? SupervisorOptions.UsageError)?.message,
                "XDG_RUNTIME_DIR is not set (give --runtime DIR)"
            )
        }
    }

    func testRelativePathsBecomeAbsolute() throws {
        let options = try options(["--config", "c", "--state", "s", "--runtime", "r"])

        for (path, name) in [
            (options.configuration ?? "", "c"), (options.state, "s"), (options.runtime, "r"),
        ] {
            XCTAssertTrue(path.hasPrefix("/") && path.hasSuffix("/\(name)"), path)
        }
    }

    func testCopyOfALedgerNamesBothFiles() throws {
        XCTAssertEqual(
            try parse(["copy-ledger", "/a", "/b"]),
            .copyLedger(from: "/a", to: "/b")
        )
    }

    func testHelpAndVersionAreFoundWhereverPeopleTypeThem() throws {
        for words in [["help"], ["--help"], ["-h"], ["run", "--help"], ["run", "--x", "--help"]] {
            XCTAssertEqual(try parse(words), .help, "\(words)")
        }
        for words in [["version"], ["--version"]] {
            XCTAssertEqual(try parse(words), .version, "\(words)")
        }
    }

    func testEveryMistakeIsNamed() {
        let cases: [(words: [String], message: String)] = [
            ([], "no command given (run, copy-ledger, version, help)"),
            (["fly"], "unknown command \"fly\" (run, copy-ledger, version, help)"),
            (["copy-ledger", "/a"], "copy-ledger takes the ledger and the copy's path"),
            (
                ["copy-ledger", "/a", "/b", "/c"],
                "copy-ledger takes the ledger and the copy's path"
            ),
            (
                ["run", "--stat", "x"],
                "unknown option \"--stat\" (--config, --state, --runtime, --lock-fd)"
            ),
            (["run", "--state"], "--state needs a value"),
            (["run", "--state="], "--state needs a value"),
            (["run", "--state", "/a", "--state", "/b"], "--state is given twice"),
            (
                ["run", "--state=/a", "--runtime=/b", "--lock-fd", "2"],
                "--lock-fd takes a descriptor above 2, not \"2\""
            ),
            (
                ["run", "--state=/a", "--runtime=/b", "--lock-fd", "x"],
                "--lock-fd takes a descriptor above 2, not \"x\""
            ),
        ]
        for (words, message) in cases {
            XCTAssertThrowsError(try parse(words), "\(words)") { error in
                XCTAssertEqual((error as? SupervisorOptions.UsageError)?.message, message)
            }
        }
    }
}
