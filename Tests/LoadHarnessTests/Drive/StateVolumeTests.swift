import Harness
import System
import XCTest

@testable import LoadHarness

final class StateVolumeTests: XCTestCase {
    func testVolumeIsSmallAndGoneWhenItIsReleased() throws {
        let target = try ScriptedTarget()
        XCTAssertFalse(try StateVolume.isSmallVolume(target.stateFolder))
        let volume = try mounted(on: target.stateFolder)

        XCTAssertTrue(try StateVolume.isSmallVolume(target.stateFolder))
        let free = try Files.freeByteCount(at: target.stateFolder)
        XCTAssertTrue((1...(3 << 20)).contains(free), "\(free)")
        XCTAssertEqual(try Files.list(target.stateFolder), [])

        volume.unmount()
        XCTAssertFalse(try StateVolume.isSmallVolume(target.stateFolder))
        XCTAssertEqual(try Files.list(target.stateFolder), ["lanes"])
    }

    func testMountThatIsRefusedSaysWhy() throws {
        let target = try ScriptedTarget()
        let path = "\(target.folder)/none"

        do throws(HarnessError) {
            _ = try StateVolume(on: path, mebibyteCount: 3)
            XCTFail("mounted on nothing")
        } catch {
            XCTAssertTrue(error.description.hasPrefix("cannot mount \(path): mount: "), "\(error)")
        }
    }

    func testFolderThatIsMissingIsNotASmallVolume() throws {
        let target = try ScriptedTarget()

        XCTAssertFalse(try StateVolume.isSmallVolume("\(target.folder)/none"))
    }

    private func mounted(on path: String) throws -> StateVolume {
        do throws(HarnessError) {
            return try StateVolume(on: path, mebibyteCount: 3)
        } catch {
            print("not proved: \(name): \(error)")
            throw XCTSkip(error.description)
        }
    }
}
