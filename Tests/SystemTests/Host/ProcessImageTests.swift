import Glibc
import System
import XCTest

final class ProcessImageTests: XCTestCase {
    func testFailedReplacementChangesNothing() throws {
        let null = try Descriptor.openNull()
        let number = null.rawValue

        XCTAssertThrowsError(
            try ProcessImage.replace(
                with: "/nonexistent/lanekeeper",
                arguments: ["lanekeeper"],
                environment: [],
                keeping: [number]
            )
        ) { error in
            XCTAssertEqual((error as? SystemError)?.isNotFound, true)
        }

        XCTAssertEqual(fcntl(null.rawValue, F_GETFD), FD_CLOEXEC)
    }
}
