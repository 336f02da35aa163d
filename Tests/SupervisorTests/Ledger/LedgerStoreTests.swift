import ControlPlane
import LedgerConformance
import XCTest

@testable import Supervisor

/// The supervisor's ledger does what every ledger must.
final class LedgerStoreTests: XCTestCase {
    func testLedgerConforms() throws {
        var folders: [TemporaryFolder] = []
        let suite = LedgerConformance<Ledger>(
            create: {
                let folder = try TemporaryFolder()
                folders.append(folder)
                return try Ledger.open(folder.file("ledger.sqlite"), bootID: "boot").ledger
            },
            reopen: { ledger in
                let next = try Ledger.open(ledger.path, bootID: "boot")
                ledger = next.ledger
                return next.state
            }
        )

        try suite.check()
    }
}
