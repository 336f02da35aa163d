import Foundation
import Glibc
import Protocol
import System
import XCTest

final class SpawnRequestTests: XCTestCase {
    // MARK: What the child gets

    func testEnvironmentIsExactlyWhatWasGiven() throws {
        let environment = ["B=2", "A=1", "EMPTY=", "PATH=/usr/bin:/bin"]
        let request = SpawnRequest(executable: "env", environment: environment)

        let output = try Shell.output(of: request)

        XCTAssertEqual(output, environment.joined(separator: "\n") + "\n")
    }

    func testArgumentsWithAnyBytesArrive() throws {
        let arguments = ["", "a b", "ü\n'\"$x"]
        let request = SpawnRequest(
            executable: "printf",
            arguments: ["<%s>"] + arguments,
            environment: [Shell.path]
        )

        XCTAssertEqual(try Shell.output(of: request), "<><a b><ü\n'\"$x>")
    }

    func testWorkingDirectoryAndFileModeMask() throws {
        let folder = try TemporaryFolder()
        var request = Shell.request("pwd; umask")
        request.directory = folder.path
        request.fileModeMask = 0o027

        XCTAssertEqual(try Shell.output(of: request), "\(folder.path)\n0027\n")
    }

    func testChildLeadsItsOwnSession() throws {
        let child = try Shell.sleeper().start()
        let entry = try ProcessTable.entry(of: child.identity.pid)

        XCTAssertEqual(entry.session, child.identity.pid)
        XCTAssertEqual(entry.group, child.identity.pid)
        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testChildStaysInOurSessionWhenAsked() throws {
        var request = Shell.sleeper()
        request.startsSession = false

        let child = try request.start()

        let ours = try ProcessTable.entry(of: CurrentProcess.pid)
        XCTAssertEqual(try ProcessTable.entry(of: child.identity.pid).session, ours.session)
        try child.send(.kill)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    func testSignalMaskAndDispositionsAreTheDefaults() throws {
        let source = try SignalSource([.user2])
        try Signal(rawValue: 10).ignore()
        try Signal.brokenPipe.ignore()
        let request = SpawnRequest(
            executable: "/bin/cat",
            arguments: ["/proc/self/status"],
            environment: []
        )

        let status = try Shell.output(of: request)

        for key in ["SigBlk", "SigIgn", "SigCgt", "SigPnd"] {
            XCTAssertTrue(status.contains("\(key):\t0000000000000000\n"), status)
        }
        XCTAssertEqual(try source.read(), [])
    }

    func testNewPrivilegesAreForbiddenOnlyWhenAsked() throws {
        for isForbidden in [false, true] {
            var request = Shell.request("grep NoNewPrivs /proc/self/status")
            request.forbidsNewPrivileges = isForbidden

            let output = try Shell.output(of: request)

            XCTAssertEqual(output, "NoNewPrivs:\t\(isForbidden ? 1 : 0)\n")
        }
    }

    func testHardDescriptorLimitHoldsTheSoftOneDownAndCannotBeRaised() throws {
        var request = Shell.request("ulimit -Sn; ulimit -Hn; ulimit -Sn 41 2>/dev/null || echo no")
        request.hardDescriptorLimit = 40

        XCTAssertEqual(try Shell.output(of: request), "40\n40\nno\n")

        request.descriptorLimit = 30
        XCTAssertEqual(try Shell.output(of: request), "30\n40\nno\n")
    }

    func testDeathSignalFollowsTheThreadThatSpawned() throws {
        let box = HandleBox()
        let thread = Thread {
            var request = Shell.sleeper()
            request.deathSignal = .kill
            box.handle = try? request.start()
        }

        thread.start()

        XCTAssertTrue(try Deadline.wait { box.handle != nil })
        let child = try XCTUnwrap(box.handle)
        XCTAssertEqual(try child.wait(until: Deadline.soon), .signalled(.kill))
    }

    // MARK: Descriptors

    func testOverlappingNumbersAreNotMixedUp() throws {
        let first = try Pipe()
        let second = try Pipe()
        let (one, two) = (first.writer.rawValue, second.writer.rawValue)
        let script = "echo one >/proc/self/fd/\(two); echo two >/proc/self/fd/\(one)"
        var request = Shell.request(script)
        request.descriptors = [DescriptorMapping(one, as: two), DescriptorMapping(two, as: one)]

        let child = try request.start()

        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 0))
        XCTAssertEqual(try Shell.readLine(try ByteStream(first.reader.duplicate())), "one")
        XCTAssertEqual(try Shell.readLine(try ByteStream(second.reader.duplicate())), "two")
    }

    func testSameNumberLosesItsCloseOnExec() throws {
        let pipe = try Pipe()
        let number = pipe.writer.rawValue
        var request = Shell.request("echo here >/proc/self/fd/\(number)")
        request.descriptors = [DescriptorMapping(number, as: number)]

        let child = try request.start()

        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 0))
        XCTAssertEqual(try Shell.readLine(try ByteStream(pipe.reader.duplicate())), "here")
    }

    func testEverythingElseIsClosedEvenWithoutCloseOnExec() throws {
        let null = try Descriptor.openNull()
        let low = Descriptor(adopting: dup(null.rawValue))
        let high = Descriptor(adopting: dup2(null.rawValue, 700))
        let request = Shell.request("for fd in /proc/$$/fd/*; do echo ${fd##*/}; done")

        let names = try Shell.output(of: request).split(separator: "\n").compactMap { Int32($0) }

        // The shell itself holds the folder that it lists, as 3.
        XCTAssertEqual(Set(names).subtracting([3]), [0, 1, 2])
        XCTAssertNotEqual(low.rawValue, high.rawValue)
    }

    func testStandardDescriptorsAreTheNullDeviceUnlessGiven() throws {
        let request = Shell.request("readlink /proc/$$/fd/0 /proc/$$/fd/2")

        XCTAssertEqual(try Shell.output(of: request), "/dev/null\n/dev/null\n")
    }

    // MARK: Where the program is looked for

    func testNameIsLookedUpInTheChildsPath() throws {
        let folder = try TemporaryFolder()
        let script = Array("#!/bin/sh\necho found\n".utf8)
        try Files.writeAtomically(script, to: folder.file("tool"), mode: 0o755)
        let path = "PATH=/nonexistent:\(folder.path):/bin"

        let output = try Shell.output(of: SpawnRequest(executable: "tool", environment: [path]))

        XCTAssertEqual(output, "found\n")
        assertFailure(
            SpawnRequest(executable: "tool", environment: ["PATH=/bin"]),
            .notFound,
            "execute"
        )
    }

    func testFileWithoutPermissionIsPassedOverAndReportedLast() throws {
        let folder = try TemporaryFolder()
        try Files.writeAtomically([], to: folder.file("true"), mode: 0o644)
        let found = SpawnRequest(executable: "true", environment: ["PATH=\(folder.path):/bin"])
        let refused = SpawnRequest(executable: "true", environment: ["PATH=\(folder.path):/none"])

        let child = try found.start()

        XCTAssertEqual(try child.wait(until: Deadline.soon), .exited(code: 0))
        assertFailure(refused, .accessDenied, "execute")
    }

    // MARK: Failures

    func testFailedStepsAreNamedAndLeaveNothing() throws {
        let folder = try TemporaryFolder()
        let text = folder.file("text")
        try Files.writeAtomically(Array("no program".utf8), to: text, mode: 0o644)
        let garbage = folder.file("garbage")
        try Files.writeAtomically(Array("no program".utf8), to: garbage, mode: 0o755)
        var lost = Shell.sleeper()
        lost.directory = folder.file("missing")
        var ungrouped = Shell.sleeper()
        ungrouped.controlGroup = 900
        var undescribed = Shell.sleeper()
        undescribed.descriptors = [DescriptorMapping(900, as: 3)]
        let none = SpawnRequest(executable: folder.file("none"), environment: [])
        let file = SpawnRequest(executable: text, environment: [])
        let format = SpawnRequest(executable: garbage, environment: [])

        assertFailure(lost, .notFound, "change folder to")
        assertFailure(ungrouped, .badDescriptor, "enter control group")
        assertFailure(undescribed, .badDescriptor, "place descriptors")
        assertFailure(none, .notFound, "execute")
        assertFailure(file, .accessDenied, "execute")
        assertFailure(format, Errno(rawValue: ENOEXEC), "execute")
    }

    func testImpossibleRequestsAreRefused() throws {
        var twice = Shell.sleeper()
        twice.descriptors = [DescriptorMapping(0, as: 3), DescriptorMapping(1, as: 3)]
        var negative = Shell.sleeper()
        negative.descriptors = [DescriptorMapping(0, as: -1)]
        let empty = SpawnRequest(executable: "", environment: [])
        let zero = SpawnRequest(executable: "/bin/true", arguments: ["a\0b"], environment: [])

        assertFailure(twice, .invalidArgument, "place descriptors")
        assertFailure(negative, .invalidArgument, "place descriptors")
        assertFailure(empty, .notFound, "execute")
        assertFailure(zero, .invalidArgument, "execute")
    }

    private func assertFailure(
        _ request: SpawnRequest,
        _ errno: System.Errno,
        _ call: String,
        line: UInt = #line
    ) {
        do {
            let before = try Leftovers.now()
            XCTAssertThrowsError(try request.start(), line: line) { error in
                XCTAssertEqual((error as? SystemError)?.errno, errno, line: line)
                XCTAssertEqual((error as? SystemError)?.call, call, line: line)
            }
            XCTAssertEqual(try Leftovers.now(), before, line: line)
        } catch {
            XCTFail("\(error)", line: line)
        }
    }
}

/// Carries a handle out of the thread that spawned.
private final class HandleBox: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: ProcessHandle?

    var handle: ProcessHandle? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
