import Protocol
import System

extension DoctorFacts {
    private static let unitInvocation = "systemd/units/invocation:lanekeeper.service"

    /// Looks at this machine and asks the supervisor.
    ///
    /// Nothing is changed.
    init(_ invocation: Invocation) throws(Failure) {
        socketPath = invocation.socketPath
        uid = invocation.world.uid
        now = invocation.now
        kernelRelease = Self.word(in: "/proc/sys/kernel/osrelease") ?? "unknown"
        readServiceManager(invocation)
        askSupervisor(invocation.makeClient())
    }

    private mutating func readServiceManager(_ invocation: Invocation) {
        guard Files.exists("/run/systemd/system") else { return }
        // systemd keeps a link of this name for each unit that is active.
        isSystemUnitActive = Self.isLink("/run/" + Self.unitInvocation)
        if let folder = invocation.world.environment("XDG_RUNTIME_DIR"), !folder.isEmpty {
            isUserUnitActive = Self.isLink("\(folder)/" + Self.unitInvocation)
        }
        isLingering = Self.userName(uid).map { Files.exists("/var/lib/systemd/linger/\($0)") }
        isClockSynchronised =
            Files.exists("/run/systemd/timesync/synchronized")
            ? true : Files.exists("/run/systemd/timesync") ? false : nil
    }

    private mutating func askSupervisor(_ client: ControlClient) {
        do throws(Failure) {
            try client.connect()
            greeting = client.greeting
            let status = try client.ask(.supervisorStatus).status()
            self.status = status
            guard status.lastEventSequence > 1 else { return }
            var filter = EventFilter()
            filter.cursor = status.lastEventSequence - 1
            filter.limit = 1
            guard case .events(let events, _) = try client.ask(.eventsSubscribe(filter)).reply
            else {
                return
            }
            lastEventAt = events.last?.emittedAt
        } catch {
            problem = error
        }
    }

    private static func word(in path: String) -> String? {
        // What cannot be read is shown as unknown.
        let text = try? Files.readText(path, byteCountMax: 4_096)
        return text.map { String($0.prefix { !$0.isWhitespace }) }
    }

    private static func userName(_ uid: UInt32) -> String? {
        // A user without a name has no lingering either.
        (try? Accounts.name(of: uid)) ?? nil
    }

    private static func isLink(_ path: String) -> Bool {
        // A folder that cannot be read is as good as no link.
        ((try? Files.information(path)) ?? nil) != nil
    }
}
