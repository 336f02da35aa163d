import ControlPlane
import Protocol
import System

/// The connections to the workers, at most one a lane.
final class LaneLinks {
    private let reactor: Reactor
    private let paths: InstancePaths
    private let log: EventLog
    private var links: [LaneID: LaneLink] = [:]

    init(_ paths: InstancePaths, reactor: Reactor, log: EventLog) {
        self.paths = paths
        self.reactor = reactor
        self.log = log
    }

    /// True if frames wait that the last turn had no time for.
    var hasBacklog: Bool { links.contains { $0.value.hasInput } }

    /// Connects and says hello; false if there is no connection.
    ///
    /// `worker` is the process that must be on the other side.
    func connect(
        _ lane: LaneID,
        _ generation: Generation,
        epoch: Epoch,
        worker: ProcessIdentity?
    ) -> Bool {
        close(lane)
        do throws(SystemError) {
            let descriptor = try UnixSocket.connect(paths.socket(of: lane))
            let peer = try UnixSocket.peerCredentials(of: descriptor.rawValue)
            guard peer.pid == worker?.pid else {
                log.warning(
                    "link.refused",
                    "the socket of lane \(lane) belongs to pid \(peer.pid), not to its worker"
                )
                return false
            }
            let stream = try ByteStream(descriptor)
            let link = LaneLink(lane, generation, stream)
            link.registration = try reactor.watch(stream.descriptor, .read) {
                [unowned self, unowned link] readiness in
                if readiness.isReadable {
                    link.stream.readAvailable()
                    link.hasInput = true
                }
                if readiness.isWritable {
                    link.stream.flush()
                    adjust(link)
                }
            }
            links[lane] = link
            let hello = LaneHello(
                vpID: lane,
                generation: generation,
                epoch: epoch,
                version: Version.text
            )
            send(.hello(hello), to: lane, generation)
            return true
        } catch {
            // The worker may not listen yet; the core asks again.
            if !error.isUnreachable, !error.isWouldBlock {
                log.warning("link.failed", error.description)
            }
            return false
        }
    }

    /// Sends a command; dropped if there is no connection to this generation.
    func send(_ command: LaneCommand, to lane: LaneID, _ generation: Generation) {
        guard let link = links[lane], link.generation == generation else { return }
        link.send(command)
    }

    /// Hands over what workers have said, and which connections are over.
    func receive(into inbox: inout [Event]) {
        for link in links.values where link.hasInput {
            let problem = link.receive { report in
                inbox.append(.reported(link.lane, link.generation, report))
            }
            if let problem {
                log.info("link.closed", "lane \(link.lane), worker \(link.generation): \(problem)")
                close(link.lane)
                inbox.append(.linkClosed(link.lane, link.generation))
            }
        }
    }

    /// Sends what is queued, as far as the workers take it.
    func flush() {
        for link in links.values where link.stream.wantsWrite {
            link.stream.flush()
            adjust(link)
        }
    }

    private func adjust(_ link: LaneLink) {
        guard let registration = link.registration else { return }
        do throws(SystemError) {
            try reactor.change(registration, to: link.interest)
        } catch {
            log.warning("link.failed", error.description)
            link.hasInput = true
        }
    }

    /// Closes a lane's connection; bytes that were not parsed are discarded.
    func close(_ lane: LaneID) {
        guard let link = links.removeValue(forKey: lane) else { return }
        if let registration = link.registration { reactor.forget(registration) }
        link.stream.close()
    }
}
