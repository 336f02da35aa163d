import DataStructures
import Protocol

/// Makes the missions of a run: shell scripts that hold a lock of their mission and leave marks.
///
/// The kernel frees the lock when the last process of a run is gone, for those that inherited it: a
/// second run that finds it held exits with `overlapCode`.
struct ChaosMission {
    /// The exit code of a run that found another run of its mission alive.
    static let overlapCode: Int32 = 99

    let marks: String
    let locks: String
    let fakeRuntime: String

    /// Draws a mission.
    func envelope(_ generator: inout SeededGenerator, serial: Int) -> MissionEnvelope {
        var envelope = MissionEnvelope(objective: script(&generator))
        envelope.idempotencyKey = "chaos-\(serial)"
        envelope.missionClass = generator.pick(from: [.interactive, .deadline, .background])
        if envelope.missionClass == .deadline {
            envelope.deadlineAt = WallTime(nanoseconds: 4_000_000_000_000_000_000)
        }
        if generator.chance(percent: 70) { envelope.session = .fresh }
        envelope.retry.maxRecoveries = 100
        return envelope
    }

    private func script(_ generator: inout SeededGenerator) -> String {
        """
        exec 9>>\(locks)/$LANE_MISSION_ID
        flock -n 9 || exit \(Self.overlapCode)
        \(fakeRuntime) 'mark \(marks)'
        \(work(&generator))
        \(fakeRuntime) 'endmark \(marks)'
        """
    }

    private func work(_ generator: inout SeededGenerator) -> String {
        let pause = "sleep 0.\(String(generator.next(in: 100...400)).dropFirst())"
        let long = "sleep 0.\(generator.next(in: 100...700))"
        switch generator.next(below: 100) {
        case 0..<30: return pause
        case 30..<60: return long
        case 60..<72: return "setsid sleep 30 & \(long)"
        case 72..<80: return "(setsid sleep 30 &) ; \(pause)"
        case 80..<86: return "trap '' TERM; \(long)"
        case 86..<92:
            return "\(fakeRuntime) 'grandchild 30 setsid double-fork ignore-term'; \(long)"
        case 92..<96: return "\(fakeRuntime) 'flood 1'"
        default: return ":"
        }
    }
}
