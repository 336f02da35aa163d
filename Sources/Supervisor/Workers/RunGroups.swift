import Protocol
import System

/// The control groups of the lanes' runs, where the host lets us make some.
final class RunGroups {
    /// The group inside our own that holds the lanes' groups.
    ///
    /// Several instances may be in one group, and a group that one removes must not be another's.
    private let name: String
    /// What the host lets us do; found out when it is first asked for, because the question itself
    /// makes and removes a group.
    private lazy var hostSupport = ControlGroupSupport.probe()
    private let log: EventLog
    private var hasMade = false
    /// Whether the workers that are started next get a group.
    var isEnabled: Bool

    /// Makes nothing yet.
    ///
    /// `instance` is the ledger's id, which is the same for every incarnation of one instance and
    /// for no other.
    init(isEnabled: Bool, instance: String, log: EventLog) {
        self.log = log
        name = "lanekeeper-\(instance.prefix(12))"
        self.isEnabled = isEnabled
    }

    private var support: ControlGroupSupport {
        isEnabled ? hostSupport : .unavailable(reason: "switched off")
    }

    /// Why runs get no group; nil if they get one.
    var obstacle: String? {
        if case .unavailable(let reason) = support { reason } else { nil }
    }

    /// Makes the group that a lane's worker puts its runs' groups into; nil where none can be made.
    ///
    /// Where it is stands in `note`, a file of the lane: a later supervisor may be in another group
    /// itself.
    func prepare(_ lane: LaneID, noteAt note: String) throws(SystemError) -> ControlGroup? {
        guard case .available(let own) = support else {
            _ = try Files.remove(note)
            return nil
        }
        let parent = own.child(name)
        let group = parent.child(lane.rawValue)
        do throws(SystemError) {
            hasMade = true
            try parent.create()
            try group.create()
        } catch {
            log.warning("cgroup.failed", error.description)
            _ = try Files.remove(note)
            return nil
        }
        try Files.writeAtomically(Array(group.path.utf8), to: note, mode: 0o600)
        return group
    }

    /// Removes the instance's groups, as far as nothing runs in them.
    ///
    /// Called when the supervisor has stopped.
    func removeAll() {
        // Where they were switched off since, what they were made for still runs in them.
        guard isEnabled || hasMade, case .available(let own) = hostSupport else { return }
        do throws(SystemError) {
            try own.child(name).remove()
        } catch {
            // Something runs there that this supervisor could not end; the next one looks for it.
            log.warning("cgroup.left", error.description)
        }
    }

    /// The group of a run, as the worker that ran it named it; nil if it had none.
    func group(of runID: RunID, notedAt note: String) -> ControlGroup? {
        do throws(SystemError) {
            guard Files.exists(note) else { return nil }
            let path = try Files.readText(note, byteCountMax: 4_096)
            let group = ControlGroup(path: path).child(runID.rawValue)
            return Files.exists(group.path) ? group : nil
        } catch {
            log.warning("cgroup.unknown", error.description)
            return nil
        }
    }
}
