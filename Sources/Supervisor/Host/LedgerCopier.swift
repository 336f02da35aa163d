import ControlPlane
import Protocol
import System

/// Makes copies of the ledger, one at a time, each in a process of its own.
///
/// To copy 200 MB takes 0.3 s, and to check the copy 0.6 s: no turn may wait for that.
final class LedgerCopier {
    /// Who gets the answer.
    typealias Answer = (ClientID, RequestID, ControlReply) -> Void

    private struct Copy {
        let path: String
        let client: ClientID
        let requestID: RequestID
        let process: ProcessHandle
        let registration: Registration
        /// What the process says about its failure: less than a pipe holds.
        let errors: ByteStream
    }

    /// What a file is called that is not a whole copy yet, or that never became one.
    private static let partialSuffix = ".part"

    private let paths: InstancePaths
    private let reactor: Reactor
    private let log: EventLog
    private let answer: Answer
    private var current: Copy?
    /// The program that copies: this one, also after another was installed in its place.
    var program = "/proc/self/exe"

    /// Describes a copier; `answer` is called once for each `begin`.
    init(_ paths: InstancePaths, reactor: Reactor, log: EventLog, answer: @escaping Answer) {
        self.paths = paths
        self.reactor = reactor
        self.log = log
        self.answer = answer
    }

    /// Begins a copy that is named after the time; the client is answered when it has ended.
    func begin(for client: ClientID, _ requestID: RequestID, at now: WallTime) {
        guard current == nil else {
            let error = ControlError(.temporary, .wrongState, "a copy is being made already")
            return answer(client, requestID, .error(error))
        }
        do throws(SystemError) {
            try Files.createFolders(paths.backups, mode: 0o700)
            try removePartials()
            let name = BackupName(begunAt: now).text
            current = try start("\(paths.backups)/\(name)", client, requestID)
        } catch {
            fail(client, requestID, error.description)
        }
    }

    private func start(
        _ path: String,
        _ client: ClientID,
        _ requestID: RequestID
    ) throws(SystemError) -> Copy {
        let errors = try Pipe()
        var request = SpawnRequest(
            executable: program,
            arguments: ["copy-ledger", paths.ledger, path + Self.partialSuffix],
            environment: []
        )
        request.descriptors = [DescriptorMapping(errors.writer.rawValue, as: 2)]
        request.deathSignal = .kill
        request.fileModeMask = 0o077
        let stream = try ByteStream(errors.reader)
        let process = try request.start()
        do throws(SystemError) {
            let registration = try reactor.watch(process.descriptor, .read) { [unowned self] _ in
                reap()
            }
            return Copy(
                path: path,
                client: client,
                requestID: requestID,
                process: process,
                registration: registration,
                errors: stream
            )
        } catch {
            end(process)
            throw error
        }
    }

    // MARK: Ending

    private func reap() {
        guard let copy = current else { return }
        do throws(SystemError) {
            guard let status = try copy.process.reap() else { return }
            copy.errors.readAvailable()
            let problem = Self.problem(in: copy.errors.takeInput())
            forget(copy)
            guard status == .exited(code: 0) else {
                try removePartials()
                return fail(copy.client, copy.requestID, problem ?? "the copy ended with \(status)")
            }
            try Files.rename(copy.path + Self.partialSuffix, to: copy.path)
            try Files.syncFolder(paths.backups)
            let change = Change(
                object: "supervisor",
                isChanged: true,
                isDryRun: false,
                lines: ["the ledger is copied to \(copy.path), and the copy is sound"]
            )
            answer(copy.client, copy.requestID, .changed(change))
        } catch {
            forget(copy)
            fail(copy.client, copy.requestID, error.description)
        }
    }

    /// The last line that the process wrote, without its name.
    private static func problem(in bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.last.map { String($0.trimmingPrefix("lanekeeper: ")) }
    }

    /// Gives up the copy that is being made; nobody is answered.
    ///
    /// Called when the program ends or is replaced. Waits for the end of a killed process.
    func stop() {
        guard let copy = current else { return }
        forget(copy)
        end(copy.process)
        do throws(SystemError) {
            try removePartials()
        } catch {
            // The next copy removes them.
            log.warning("backup.left", error.description)
        }
    }

    private func forget(_ copy: Copy) {
        reactor.forget(copy.registration)
        copy.errors.close()
        current = nil
    }

    private func end(_ process: ProcessHandle) {
        do throws(SystemError) {
            _ = try process.send(.kill)
            _ = try process.wait(until: nil)
        } catch {
            log.error("backup.notEnded", error.description)
        }
    }

    private func fail(_ client: ClientID, _ requestID: RequestID, _ message: String) {
        log.error("backup.failed", message)
        answer(client, requestID, .error(ControlError(.internalFailure, .internalFailure, message)))
    }

    /// What a copy that was killed has left: it is no backup, and must not look like one.
    private func removePartials() throws(SystemError) {
        guard Files.exists(paths.backups) else { return }
        for name in try Files.list(paths.backups) where name.contains(Self.partialSuffix) {
            _ = try Files.remove("\(paths.backups)/\(name)")
        }
    }
}
