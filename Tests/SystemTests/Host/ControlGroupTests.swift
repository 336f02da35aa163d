import Protocol
import System
import XCTest

final class ControlGroupTests: XCTestCase {
    func testNestedGroupsAreRemovedTogether() throws {
        let group = try makeGroup()
        try group.child("a").create()
        try group.child("a").child("b").create()

        try group.remove()

        XCTAssertFalse(Files.exists(group.path))
        XCTAssertNoThrow(try group.remove(), "there is nothing to do")
    }

    func testGroupWithAProcessIsPopulatedAndBusy() throws {
        let group = try makeGroup()
        let inner = group.child("inner")
        try inner.create()
        let folder = try inner.openFolder()
        var request = Shell.sleeper()
        request.controlGroup = folder.rawValue
        let child = try request.start()

        XCTAssertTrue(try group.isPopulated())
        XCTAssertEqual(try group.processIDs(), [child.identity.pid])
        XCTAssertThrowsError(try group.remove()) { error in
            XCTAssertEqual((error as? SystemError)?.errno, .busy)
        }

        try group.kill()
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
        try group.remove()
    }

    func testMissingGroupHoldsNothing() throws {
        let group = ControlGroup(path: "/sys/fs/cgroup/no-such-group")

        XCTAssertFalse(try group.isPopulated())
        XCTAssertEqual(try group.processIDs(), [])
        XCTAssertNoThrow(try group.kill())
        XCTAssertThrowsError(try group.openFolder().rawValue)
    }

    private func makeGroup() throws -> ControlGroup {
        guard case .available(let own) = ControlGroupSupport.probe() else {
            throw XCTSkip("\(ControlGroupSupport.probe())")
        }
        let group = own.child("lk-test-\(CurrentProcess.pid)-\(try Entropy.seed())")
        try group.create()
        return group
    }
}
