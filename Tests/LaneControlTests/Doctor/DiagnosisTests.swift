import Protocol
import System
import XCTest

@testable import LaneControl

final class DiagnosisTests: XCTestCase {
    private func makeFacts(_ change: (inout DoctorFacts) -> Void = { _ in }) -> DoctorFacts {
        var facts = DoctorFacts()
        facts.socketPath = "/run/lanekeeper/control.sock"
        facts.greeting = ServerHello(protocolVersion: 1, version: Version.text, role: .operator)
        facts.status = Samples.status()
        facts.kernelRelease = "6.1.0-18-amd64"
        facts.uid = 1_000
        facts.isSystemUnitActive = true
        facts.isClockSynchronised = true
        facts.now = Samples.now
        change(&facts)
        return facts
    }

    func testSoundMachine() {
        XCTAssertEqual(
            DoctorCommand.text(Diagnosis(makeFacts()).checks, style: .plain),
            """
            ok    socket: a supervisor answers at /run/lanekeeper/control.sock
            ok    version: lanectl 0.1.0, lanekeeper 0.1.0
            ok    role: you are operator
            ok    phase: ready, pid 812, epoch 3
            ok    work: may start
            ok    configuration: in use: built-in
            ok    disk: 20480 MiB free at /var/lib/lanekeeper, 256 must be
            ok    memory: 3072 MiB available, 256 stay so after a start
            ok    backup: the ledger was last checked in full, and copied, at \
            2026-11-20T12:00:00.000Z (24h ago); doctor does not check it
            ok    cgroup: each run gets a control group
            ok    lane vp.coder.primary: idle, open
            ok    kernel: Linux 6.1.0-18-amd64
            ok    unit: lanekeeper.service is active
            ok    clock: synchronised
            warn  isolation: one uid for all lanes guards against mistakes, not against attackers  \
            → run only runtimes that you trust with each other's files

            """
        )
    }

    func testEachTroubleIsFoundAndHasARemedy() {
        typealias Case = (String, DoctorCheck.Level, (inout DoctorFacts) -> Void)
        let cases: [Case] = [
            (
                "socket", .fail,
                { facts in
                    facts.greeting = nil
                    facts.problem = Failure(.unreachable, "cannot connect", hint: "start it")
                }
            ),
            (
                "version", .warn,
                { facts in
                    facts.greeting = ServerHello(protocolVersion: 1, version: "9", role: .operator)
                }
            ),
            (
                "role", .warn,
                { facts in
                    facts.greeting = ServerHello(
                        protocolVersion: 1,
                        version: "0.1.0",
                        role: .viewer
                    )
                }
            ),
            (
                "status", .fail,
                { facts in
                    facts.status = nil
                    facts.problem = Failure(.temporary, "no answer", hint: "try again")
                }
            ),
            ("phase", .warn, { $0.status?.phase = "starting" }),
            ("configuration", .fail, { $0.status?.configurationProblems = ["lanes: none"] }),
            (
                "work", .fail,
                { facts in
                    facts.status?.estop = OperatorChange(
                        actor: "uid:1000",
                        reason: "runaway",
                        at: Samples.now
                    )
                }
            ),
            ("disk", .warn, { $0.status?.freeMiB = nil }),
            ("disk", .fail, { $0.status?.freeMiB = 255 }),
            ("disk", .warn, { $0.status?.freeMiB = 256 }),
            ("disk", .warn, { $0.status?.freeMiB = 1_279 }),
            ("memory", .warn, { $0.status?.availableMiB = 255 }),
            ("backup", .warn, { $0.status?.lastBackupAt = nil }),
            ("backup", .warn, { $0.status?.lastBackupAt = Samples.time("2026-11-14T11:59:59Z") }),
            (
                "lane code-writer", .fail,
                { facts in
                    facts.status?.lanes = [Samples.lane("code-writer", .open, .degraded)]
                }
            ),
            ("lane vp.coder.primary", .fail, { $0.status?.lanes[0].orphanCount = 1 }),
            (
                "lane vp.coder.primary", .warn,
                { $0.status?.lanes[0].record.rollback.trigger = .fallbackRate }
            ),
            ("kernel", .fail, { $0.kernelRelease = "5.10.0-28" }),
            ("kernel", .fail, { $0.kernelRelease = "6.0.19" }),
            ("cgroup", .warn, { $0.status?.controlGroups = "read-only" }),
            ("unit", .warn, { $0.isSystemUnitActive = false }),
            (
                "linger", .fail,
                { facts in
                    facts.isSystemUnitActive = false
                    facts.isUserUnitActive = true
                    facts.isLingering = false
                }
            ),
            ("clock", .fail, { $0.lastEventAt = Samples.time("2026-11-21T12:01:00Z") }),
            ("clock", .warn, { $0.isClockSynchronised = false }),
        ]

        for (name, level, change) in cases {
            let checks = Diagnosis(makeFacts(change)).checks.filter { $0.name == name }
            XCTAssertEqual(checks.map(\.level), [level], name)
            XCTAssertNotNil(checks.first?.remedy, name)
        }
    }

    func testDiskIsJudgedByWhatIsConfigured() {
        for (min, free, level) in [
            (64, 1_088, DoctorCheck.Level.ok), (64, 63, .fail), (4_096, 4_095, .fail),
            (4_096, 5_120, .ok), (4_096, 5_119, .warn),
        ] {
            let facts = makeFacts { facts in
                facts.status?.minFreeMiB = UInt64(min)
                facts.status?.freeMiB = UInt64(free)
            }
            let check = Diagnosis(facts).checks.first { $0.name == "disk" }
            XCTAssertEqual(check?.level, level, "\(free) of \(min)")
        }
    }

    func testUnitThatDoesNotExistIsNotAdvised() {
        let checks = Diagnosis(makeFacts { $0.isSystemUnitActive = false }).checks

        let unit = checks.first { $0.name == "unit" }
        XCTAssertEqual(unit?.remedy, "systemctl enable --now lanekeeper")
    }

    func testOnlyTheUsersOwnServiceNeedsToLinger() {
        let checks = Diagnosis(makeFacts { $0.isLingering = false }).checks

        XCTAssertFalse(checks.contains { $0.name == "linger" })
    }
}
