import Protocol
import System

/// Judges what `doctor` found.
struct Diagnosis {
    /// The oldest kernel with everything that is used.
    private static let kernelOldest = (major: 6, minor: 1)
    /// With less than this above what must be free somebody should look, in MiB.
    private static let diskRoomMiB: UInt64 = 1_024
    /// A copy of the ledger that is older than this should be followed by another.
    private static let backupAgeMax = Interval.seconds(7 * 86_400)

    private let facts: DoctorFacts

    init(_ facts: DoctorFacts) {
        self.facts = facts
    }

    /// Every check, in the order in which they help.
    var checks: [DoctorCheck] {
        [socket, versions, role].compactMap(\.self) + supervisor + lanes
            + [kernel, unit, linger, clock, users].compactMap(\.self)
    }

    // MARK: The supervisor

    private var socket: DoctorCheck {
        guard let problem = facts.problem, facts.greeting == nil else {
            return DoctorCheck(.ok, "socket", "a supervisor answers at \(facts.socketPath)")
        }
        return DoctorCheck(.fail, "socket", problem.message, problem.hint)
    }

    private var versions: DoctorCheck {
        guard let greeting = facts.greeting else {
            return DoctorCheck(.ok, "version", "lanectl \(Version.text)")
        }
        let text = "lanectl \(Version.text), lanekeeper \(greeting.version)"
        guard greeting.version != Version.text else { return DoctorCheck(.ok, "version", text) }
        return DoctorCheck(
            .warn,
            "version",
            text,
            "after an upgrade: lanectl supervisor reexec"
        )
    }

    private var role: DoctorCheck? {
        guard let greeting = facts.greeting else { return nil }
        let text = "you are \(greeting.role.rawValue)"
        guard greeting.role != .operator else { return DoctorCheck(.ok, "role", text) }
        return DoctorCheck(
            .warn,
            "role",
            text + ", and may not do everything",
            "an operator can change \"roles\" in the configuration"
        )
    }

    private var supervisor: [DoctorCheck] {
        guard let status = facts.status else {
            guard facts.greeting != nil, let problem = facts.problem else { return [] }
            return [DoctorCheck(.fail, "status", problem.message, problem.hint)]
        }
        return [
            phase(status), work(status), configuration(status), disk(status), memory(status),
            backup(status), controlGroups(status),
        ]
    }

    private func work(_ status: SupervisorStatus) -> DoctorCheck {
        guard let estop = status.estop else { return DoctorCheck(.ok, "work", "may start") }
        return DoctorCheck(
            .fail,
            "work",
            "stopped by \(estop.actor) at \(estop.at): \(estop.reason)",
            "lanectl supervisor thaw"
        )
    }

    private func phase(_ status: SupervisorStatus) -> DoctorCheck {
        let text = "\(status.phase), pid \(status.pid), epoch \(status.epoch)"
        guard status.phase != "ready" else { return DoctorCheck(.ok, "phase", text) }
        return DoctorCheck(.warn, "phase", text, "wait until it is ready: lanectl status --watch")
    }

    private func configuration(_ status: SupervisorStatus) -> DoctorCheck {
        guard let problem = status.configurationProblems.first else {
            return DoctorCheck(.ok, "configuration", "in use: \(status.configuration)")
        }
        let count = status.configurationProblems.count
        return DoctorCheck(
            .fail,
            "configuration",
            "the file is invalid (\(count) problems), in use: \(status.configuration); \(problem)",
            "mend the file, then lanectl config validate && lanectl config reload"
        )
    }

    private func disk(_ status: SupervisorStatus) -> DoctorCheck {
        guard let freeMiB = status.freeMiB else {
            return DoctorCheck(.warn, "disk", "not measured yet", "ask again in a few seconds")
        }
        let text =
            "\(freeMiB) MiB free at \(status.stateDirectory), \(status.minFreeMiB) must be"
        switch freeMiB {
        case ..<status.minFreeMiB:
            return DoctorCheck(.fail, "disk", text + ": nothing starts", "free some space")
        case ..<(status.minFreeMiB + Self.diskRoomMiB):
            return DoctorCheck(
                .warn,
                "disk",
                text,
                "free some space before nothing starts any more"
            )
        default:
            return DoctorCheck(.ok, "disk", text)
        }
    }

    private func memory(_ status: SupervisorStatus) -> DoctorCheck {
        guard let availableMiB = status.availableMiB else {
            let text = "how much is available is not known: no start is held for want of it"
            return DoctorCheck(.ok, "memory", text)
        }
        let kept = status.minAvailableMiB
        let text = "\(availableMiB) MiB available, \(kept) stay so after a start"
        guard availableMiB < kept else { return DoctorCheck(.ok, "memory", text) }
        let remedy =
            "find what uses it (ps -eo rss,args --sort -rss), or lower supervisor.host.min_available_mib"
        return DoctorCheck(.warn, "memory", text + ": only interactive missions may start", remedy)
    }

    /// The ledger is checked in full each time it is copied.
    private func backup(_ status: SupervisorStatus) -> DoctorCheck {
        let remedy = "lanectl supervisor backup, which checks the whole ledger"
        guard let last = status.lastBackupAt else {
            let text = "the ledger was never checked in full, nor copied; doctor does not check it"
            return DoctorCheck(.warn, "backup", text, remedy)
        }
        let text =
            "the ledger was last checked in full, and copied, at \(last)"
            + " (\(AgeText.since(last, at: facts.now)) ago); doctor does not check it"
        guard facts.now.since(last) > Self.backupAgeMax else {
            return DoctorCheck(.ok, "backup", text)
        }
        return DoctorCheck(.warn, "backup", text, remedy)
    }

    private func controlGroups(_ status: SupervisorStatus) -> DoctorCheck {
        guard status.controlGroups != "available" else {
            return DoctorCheck(.ok, "cgroup", "each run gets a control group")
        }
        return DoctorCheck(
            .warn,
            "cgroup",
            "runs get no control group: \(status.controlGroups);"
                + " trees are found by environment instead",
            "run lanekeeper as a systemd service with Delegate=yes, and with control_groups auto"
        )
    }

    private var lanes: [DoctorCheck] {
        (facts.status?.lanes ?? []).map { lane in
            let name = "lane \(lane.record.vpID)"
            let text = "\(lane.record.status.rawValue), \(lane.record.admission.rawValue)"
            if lane.orphanCount > 0 {
                return DoctorCheck(
                    .fail,
                    name,
                    "\(lane.orphanCount) processes outlived their attempts",
                    "lanectl lane show \(lane.record.vpID)"
                )
            }
            switch lane.record.status {
            case .idle where lane.record.rollback.trigger != nil,
                .active where lane.record.rollback.trigger != nil:
                return DoctorCheck(
                    .warn,
                    name,
                    "\(text); a rollback trigger has tripped",
                    "lanectl lane why \(lane.record.vpID)"
                )
            case .idle, .active:
                return DoctorCheck(.ok, name, text)
            case .degraded:
                return DoctorCheck(.fail, name, lane.why.summary, lane.why.remedy)
            case .paused, .recovering, .retired:
                return DoctorCheck(.warn, name, "\(text): \(lane.why.summary)", lane.why.remedy)
            }
        }
    }

    // MARK: The machine

    private var kernel: DoctorCheck {
        let parts = facts.kernelRelease.split { $0 == "." || $0 == "-" }.prefix(2).map { Int($0) }
        guard parts.count == 2, let major = parts[0], let minor = parts[1] else {
            return DoctorCheck(.warn, "kernel", "cannot read \"\(facts.kernelRelease)\"", nil)
        }
        let text = "Linux \(facts.kernelRelease)"
        guard (major, minor) < Self.kernelOldest else { return DoctorCheck(.ok, "kernel", text) }
        return DoctorCheck(.fail, "kernel", text, "6.1 or newer is needed (Debian 12 has it)")
    }

    private var unit: DoctorCheck? {
        guard let isSystemUnitActive = facts.isSystemUnitActive else { return nil }
        if isSystemUnitActive { return DoctorCheck(.ok, "unit", "lanekeeper.service is active") }
        if facts.isUserUnitActive {
            return DoctorCheck(.ok, "unit", "lanekeeper.service of your user is active")
        }
        return DoctorCheck(
            .warn,
            "unit",
            "lanekeeper.service is not active: nothing starts the supervisor again",
            "systemctl enable --now lanekeeper"
        )
    }

    /// Matters only for a service of a user who is not root.
    private var linger: DoctorCheck? {
        guard facts.uid != 0, facts.isUserUnitActive, let isLingering = facts.isLingering else {
            return nil
        }
        guard !isLingering else { return DoctorCheck(.ok, "linger", "on for your user") }
        return DoctorCheck(
            .fail,
            "linger",
            "off: your services, and every run, end with your last login",
            "loginctl enable-linger"
        )
    }

    private var clock: DoctorCheck {
        if let last = facts.lastEventAt, facts.now + .seconds(2) < last {
            return DoctorCheck(
                .fail,
                "clock",
                "went back: the last event was at \(last), now it is \(facts.now)",
                "timedatectl"
            )
        }
        switch facts.isClockSynchronised {
        case true?: return DoctorCheck(.ok, "clock", "synchronised")
        case false?: return DoctorCheck(.warn, "clock", "not synchronised", "timedatectl")
        case nil: return DoctorCheck(.ok, "clock", "\(facts.now), nothing tells of synchronisation")
        }
    }

    private var users: DoctorCheck {
        DoctorCheck(
            .warn,
            "isolation",
            "one uid for all lanes guards against mistakes, not against attackers",
            "run only runtimes that you trust with each other's files"
        )
    }
}
