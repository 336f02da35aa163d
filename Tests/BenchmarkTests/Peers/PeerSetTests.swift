import Harness
import System
import XCTest

@testable import Benchmark

final class PeerSetTests: XCTestCase {
    func testProgramOfTheFolderComesBeforeThatOfTheMachine() throws {
        let folder = try makeFolder()
        let peers = PeerSet(folder: folder, clients: "/clients")

        XCTAssertEqual(peers.program("sh"), "/usr/bin/sh")
        XCTAssertNil(peers.program("no-such-program"))
        try HarnessError.describing { () throws(SystemError) in
            try Files.createFolders("\(folder)/root/usr/bin", mode: 0o700)
            try Files.writeAtomically([], to: "\(folder)/root/usr/bin/sh", mode: 0o700)
        }
        XCTAssertEqual(peers.program("sh"), "\(folder)/root/usr/bin/sh")
    }

    func testEnvironmentHasThePeersOwnLibrariesAndItsHome() {
        let environment = PeerSet(folder: "/p", clients: "/c").environment(home: "/h")

        XCTAssertTrue(environment.contains("HOME=/h"))
        XCTAssertTrue(environment.contains("PYTHONPATH=/c"))
        let libraries = environment.first { $0.hasPrefix("LD_LIBRARY_PATH=/p/root/usr/lib") }
        XCTAssertNotNil(libraries)
        let path = environment.first { $0.hasPrefix("PATH=/p/venv/bin:/p/root/usr/sbin:") }
        XCTAssertNotNil(path)
    }

    private func makeFolder() throws -> String {
        let path = "/tmp/lkpeers.\(String(try Entropy.seed() & 0xFFFF_FFFF, radix: 36))"
        try Files.createFolders(path, mode: 0o700)
        addTeardownBlock { try Files.removeTree(path) }
        return path
    }
}
