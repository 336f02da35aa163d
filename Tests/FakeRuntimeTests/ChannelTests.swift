import Foundation
import System
import XCTest

final class ChannelTests: XCTestCase {
    func testReportsGoToTheirDescriptor() throws {
        let pipe = try System.Pipe()
        let execution = try Execution(
            "say log; phase one",
            variables: ["LANE_REPORT_FD=3"],
            report: pipe.writer.rawValue
        )

        XCTAssertEqual(try execution.outputText(), "log\n")
        XCTAssertEqual(try execution.end(), "exit:0")
        let reader = FileHandle(fileDescriptor: pipe.reader.rawValue, closeOnDealloc: false)
        let reports = String(decoding: reader.availableData, as: UTF8.self)
        XCTAssertEqual(reports, #"{"lane":"phase","name":"one"}"# + "\n")
    }

    func testDescriptorThatIsNotOpenIsRefused() throws {
        let execution = try Execution("phase one", variables: ["LANE_REPORT_FD=7"])

        XCTAssertEqual(try execution.end(), "exit:74")
        XCTAssertEqual(
            try execution.errorText(),
            "fake-runtime: cannot write to \"descriptor 7\": bad file descriptor\n"
        )
    }
}
