import Harness
import Protocol
import SQLite
import System

/// Looks at what a load has left when it is over: the ledger, the file that the runs wrote, the
/// process table.
///
/// A source that cannot be read is a gap, with the reason: nobody may take it for one that shows
/// nothing.
enum EvidenceCollector {
    /// A worker that is on its way out, or a process that is only just becoming another program,
    /// looks like one too many for a moment.
    private static let secondLookAfterMicroseconds: UInt64 = 300_000

    /// Adds what is left to what is known.
    ///
    /// Called when nothing is open any more; the supervisor may be alive.
    ///
    /// - Parameters:
    ///   - instance: The instance; of somebody else's, only runs of this load are looked for.
    ///   - evidence: Gets missions, attempts, effects, survivors, problems and gaps.
    /// - Throws: `HarnessError`, never in practice.
    static func collect(
        _ instance: some LoadTarget,
        into evidence: inout Evidence
    ) throws(HarnessError) {
        addLedger(instance, to: &evidence)
        let file = EffectsFile(path: instance.effectsPath)
        evidence.effects += file.effects
        evidence.gaps += file.gaps
        try addSurvivors(instance, to: &evidence)
    }

    // MARK: The ledger

    private static func addLedger(_ instance: some LoadTarget, to evidence: inout Evidence) {
        let path = instance.ledgerPath
        do throws(SQLiteError) {
            let ledger = try LedgerFile(path)
            evidence.missions += try ledger.missions()
            evidence.attempts += try ledger.attempts()
            evidence.ledgerProblems += try ledger.problems(byteCount: byteCount(of: path))
        } catch {
            evidence.gaps.append("ledger: \(error)")
        }
    }

    private static func byteCount(of path: String) -> Int64 {
        // It was opened a moment ago; a size that cannot be read asks for the thorough check.
        let information = try? Files.information(path)
        return information?.byteCount ?? 0
    }

    // MARK: Processes

    private static func addSurvivors(
        _ instance: some LoadTarget,
        to evidence: inout Evidence
    ) throws(HarnessError) {
        if let gap = blindness(instance) { evidence.gaps.append(gap) }
        let census = InstanceCensus(state: instance.stateFolder)
        do throws(SystemError) {
            let missions = Set(evidence.missions.map(\.missionID.rawValue))
            evidence.survivors += try census.members().compactMap { (member) -> Survivor? in
                guard instance.isOwn || missions.contains(mission(of: member.run)) else {
                    return nil
                }
                return survivor(member.process, runID: member.run)
            }
        } catch {
            evidence.gaps.append("processes of runs: \(error)")
        }
        try addDaemons(instance, census, to: &evidence)
    }

    /// Why processes of runs cannot be seen; nil if they can.
    private static func blindness(_ instance: some LoadTarget) -> String? {
        let uid = CurrentProcess.uid
        do throws(SystemError) {
            let owner = try Files.information(instance.stateFolder)?.uid
            guard uid != 0, let owner, owner != uid else { return nil }
            return "processes of runs: those of uid \(owner) are not shown to uid \(uid)"
        } catch {
            return "processes of runs: \(error)"
        }
    }

    private static func mission(of run: String) -> String {
        run.lastIndex(of: ".").map { String(run[..<$0]) } ?? run
    }

    private static func addDaemons(
        _ instance: some LoadTarget,
        _ census: InstanceCensus,
        to evidence: inout Evidence
    ) throws(HarnessError) {
        let first = tooMany(instance, census, &evidence)
        guard !first.isEmpty else { return }
        try Pause.microseconds(secondLookAfterMicroseconds)
        let second = Set(tooMany(instance, census, &evidence))
        evidence.survivors += first.filter { second.contains($0) }.map { survivor($0) }
    }

    /// Workers that do not hold their lane's lock, and supervisors that do not hold the instance's.
    private static func tooMany(
        _ instance: some LoadTarget,
        _ census: InstanceCensus,
        _ evidence: inout Evidence
    ) -> [ProcessIdentity] {
        do throws(SystemError) {
            var found: [ProcessIdentity] = []
            for daemon in try census.daemons()
            where try holder(of: daemon.folder, instance) != daemon.process.pid {
                found.append(daemon.process)
            }
            return found
        } catch {
            evidence.gaps.append("supervisors and workers: \(error)")
            return []
        }
    }

    /// Who may be at work in a folder: of a lane the worker that holds its lock, else the
    /// supervisor.
    private static func holder(
        of folder: String,
        _ instance: some LoadTarget
    ) throws(SystemError) -> Int32? {
        guard folder == instance.stateFolder else {
            let text = try FileLock.holder(of: "\(folder)/worker.lock")
            return text.flatMap { WorkerLockText($0)?.process.pid }
        }
        // One line: the word "pid" and the number.
        let text = try FileLock.holder(of: "\(folder)/supervisor.lock")
        return text?.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) }
    }

    private static func survivor(_ process: ProcessIdentity, runID: String? = nil) -> Survivor {
        let words = InstanceCensus.commandLine(of: process.pid)
        return Survivor(
            process: process,
            runID: runID,
            command: String(words.joined(separator: " ").prefix(200))
        )
    }
}
