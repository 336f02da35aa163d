import Protocol
import System
import XCTest

final class RunTreeTests: XCTestCase {
    private let run = "test\(CurrentProcess.pid).\(Clock.bootTime().nanoseconds)"
    private var variable: String { "LANE_RUN_ID=\(run)" }

    override func setUp() async throws {
        try CurrentProcess.becomeSubreaper()
    }

    override func tearDown() async throws {
        let left = try RunTree(run: run).members()
        XCTAssertEqual(left, [], "a test left processes behind")
        for process in left { try ProcessHandle.open(process)?.send(.kill) }
        try Orphans.reap(besides: [])
    }

    // MARK: The whole process table

    func testGrandchildInItsOwnSessionIsFoundByItsEnvironment() throws {
        let leader = try leader("setsid -f sleep 600")
        let tree = RunTree(run: run, leader: leader.identity)

        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))

        try assertOneSleeper(tree, .processTable)
    }

    func testGrandchildWithoutEnvironmentIsFoundByItsSession() throws {
        let leader = try leader("env -i sleep 600 & sleep 600 & exit 0")
        let tree = RunTree(run: run, leader: leader.identity)
        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))

        let byName = RunTree(run: run)
        XCTAssertTrue(try Deadline.wait { try byName.members().count == 1 }, "env has executed")
        XCTAssertEqual(try tree.members().count, 2)

        XCTAssertEqual(try tree.signalAll(.kill), 2)
        XCTAssertTrue(try Deadline.wait { try tree.isGone() })
    }

    func testSeveralRunsAreToldApartInOnePass() throws {
        let names = ["\(run).a", "\(run).b", "\(run).none", "\(run)"]
        let first = try Shell.sleeper(environment: ["LANE_RUN_ID=\(names[0])"]).start()
        let second = try Shell.sleeper(environment: ["LANE_RUN_ID=\(names[1])"]).start()

        let found = try RunTree.members(of: names)

        XCTAssertEqual(found, [[first.identity], [second.identity], [], []])
        for child in [first, second] {
            try child.send(.kill)
            XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        }
    }

    func testProcessJustSpawnedIsAlwaysFound() throws {
        for _ in 0..<50 {
            let child = try Shell.sleeper(environment: [variable]).start()

            XCTAssertEqual(try RunTree(run: run).members(), [child.identity])

            try child.send(.kill)
            XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        }
    }

    func testSessionOfAReusedPidIsNotTheRuns() throws {
        let stranger = try Shell.sleeper().start()
        let former = ProcessIdentity(
            pid: stranger.identity.pid,
            startTicks: stranger.identity.startTicks - 1
        )

        XCTAssertEqual(try RunTree(run: run, leader: former).members(), [])

        try stranger.send(.kill)
        XCTAssertEqual(try stranger.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testMemberOfAnotherRunInTheSessionIsNotOurs() throws {
        let leader = try leader("LANE_RUN_ID=\(run).other sleep 600 & exit 0")
        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))
        let other = RunTree(run: "\(run).other")
        XCTAssertTrue(try Deadline.wait { try other.members().count == 1 })

        XCTAssertTrue(try RunTree(run: run, leader: leader.identity).isGone())

        XCTAssertEqual(try other.signalAll(.kill), 1)
        XCTAssertTrue(try Deadline.wait { try other.isGone() })
    }

    func testZombieCountsAsGoneInEverySearch() throws {
        let leader = try leader("exit 0")
        let tree = RunTree(run: run, leader: leader.identity)

        XCTAssertTrue(try Poll.waitReadable(leader.descriptor, until: Deadline.soon))

        XCTAssertTrue(try tree.isGone(by: .processTable))
        XCTAssertTrue(try tree.isGone(by: .ownChildren(besides: [])))
        XCTAssertTrue(
            try ProcessTable.children(of: CurrentProcess.pid).contains(leader.identity.pid)
        )
        XCTAssertEqual(try leader.reap(), .exited(code: 0))
    }

    func testTreeThatForksWhileItIsKilledIsGone() throws {
        let fork = "fork() { for i in $(seq 500); do sleep 600 & done; }"
        let leader = try leader("\(fork); fork & fork & wait")
        let tree = RunTree(run: run, leader: leader.identity)
        XCTAssertTrue(try Deadline.wait { try tree.members().count > 20 })

        XCTAssertTrue(
            try Deadline.wait {
                try tree.signalAll(.kill)
                return try tree.isGone()
            }
        )

        XCTAssertNotNil(try leader.wait(until: Deadline.soon))
    }

    // MARK: The sub-reaper's own children

    func testEscapedGrandchildIsFoundAmongOurChildren() throws {
        let leader = try leader("setsid -f env -i sleep 600")
        let tree = RunTree(run: run, leader: leader.identity)

        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))

        XCTAssertTrue(try Deadline.wait { try tree.isGone() }, "it leaves no trace in the table")
        try assertOneSleeper(tree, .ownChildren(besides: []))
    }

    func testLivingRunAndItsOrphansAreNotTakenForOurs() throws {
        let others = try Shell.request(
            "setsid -f sleep 600; sleep 600 & sleep 600",
            environment: ["LANE_RUN_ID=\(run).other"]
        ).start()
        let other = RunTree(run: "\(run).other", leader: others.identity)
        XCTAssertTrue(try Deadline.wait { try other.members().count == 4 })
        let leader = try leader("setsid -f sleep 600")
        let tree = RunTree(run: run, leader: leader.identity)
        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))

        try assertOneSleeper(tree, .ownChildren(besides: [other]))

        XCTAssertEqual(try other.members(by: .ownChildren(besides: [tree])).count, 4)
        XCTAssertEqual(try other.signalAll(.kill, by: .ownChildren(besides: [tree])), 4)
        XCTAssertEqual(try others.wait(until: Deadline.soon), .signalled(.kill))
        XCTAssertTrue(try Deadline.wait { try other.isGone(by: .ownChildren(besides: [tree])) })
    }

    func testDescendantsOfALivingLeaderAreMembers() throws {
        let leader = try leader("(sleep 600; :) & wait")
        let tree = RunTree(run: run, leader: leader.identity)
        let search = RunTreeSearch.ownChildren(besides: [])

        XCTAssertTrue(try Deadline.wait { try tree.members(by: search).count == 3 })

        XCTAssertEqual(try tree.signalAll(.kill, by: search), 3)
        XCTAssertEqual(try leader.wait(until: Deadline.soon), .signalled(.kill))
        XCTAssertTrue(try Deadline.wait { try tree.isGone(by: search) })
    }

    // MARK: The control group

    func testNothingEscapesAControlGroup() throws {
        let group = try makeGroup()
        let folder = try group.openFolder()
        var request = Shell.request("setsid -f env -i sleep 600", environment: [variable])
        request.controlGroup = folder.rawValue
        let tree = RunTree(run: run, group: group)
        let leader = try request.start()
        XCTAssertEqual(try leader.wait(until: Deadline.soon), .exited(code: 0))
        XCTAssertFalse(try tree.isGone())

        XCTAssertEqual(try tree.signalAll(.kill), 1)

        XCTAssertTrue(try Deadline.wait { try tree.isGone() })
        XCTAssertEqual(try tree.members(), [])
        XCTAssertTrue(
            try Deadline.wait {
                try Orphans.reap(besides: [])
                return try group.processIDs().isEmpty
            }
        )
        try group.remove()
        XCTAssertTrue(try tree.isGone(), "a removed group holds nothing")
    }

    func testZombieInAControlGroupCountsAsGone() throws {
        let group = try makeGroup()
        let folder = try group.openFolder()
        var request = Shell.request("exit 0", environment: [variable])
        request.controlGroup = folder.rawValue
        let leader = try request.start()

        XCTAssertTrue(try Poll.waitReadable(leader.descriptor, until: Deadline.soon))

        XCTAssertTrue(try RunTree(run: run, group: group).isGone())
        XCTAssertEqual(try RunTree(run: run, group: group).members(), [])
        XCTAssertEqual(try leader.reap(), .exited(code: 0))
        try group.remove()
    }

    func testTreesWithAndWithoutGroupKeepTheirOrder() throws {
        let group = try makeGroup()
        let plain = try Shell.sleeper(environment: ["LANE_RUN_ID=\(run).plain"]).start()

        let lists = try RunTree.members(of: [
            RunTree(run: "\(run).grouped", group: group), RunTree(run: "\(run).plain"),
        ])

        XCTAssertEqual(lists, [[], [plain.identity]])
        try plain.send(.kill)
        XCTAssertEqual(try plain.wait(until: Deadline.soon), .signalled(.kill))
        try group.remove()
    }

    // MARK: Help

    private func leader(_ script: String) throws -> ProcessHandle {
        try Shell.request(script, environment: [variable]).start()
    }

    private func makeGroup() throws -> ControlGroup {
        guard case .available(let own) = ControlGroupSupport.probe() else {
            throw XCTSkip("\(ControlGroupSupport.probe())")
        }
        let group = own.child("lk-\(run)")
        try group.create()
        return group
    }

    /// The tree is one process; a signal ends it, and then the tree is proved gone.
    private func assertOneSleeper(_ tree: RunTree, _ search: RunTreeSearch) throws {
        let members = try tree.members(by: search)
        XCTAssertEqual(members.count, 1)
        XCTAssertFalse(try tree.isGone(by: search))

        XCTAssertEqual(try tree.signalAll(.terminate, by: search), 1)

        XCTAssertTrue(try Deadline.wait { try tree.isGone(by: search) })
        try Orphans.reap(besides: [])
    }
}
