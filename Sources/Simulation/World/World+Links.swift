import ControlPlane
import DataStructures
import LaneCore
import Protocol

/// The connections between the supervisor and its workers.
extension World {
    mutating func connect(_ lane: LaneID, _ generation: Generation, _ epoch: Epoch) {
        guard let site = siteIndex[lane] else { return }
        if let old = sites[site].link { dropLinkOfSupervisor(old) }
        sites[site].link = nil
        guard let worker = livingWorker(of: lane), workers[worker].generation == generation,
            workers[worker].state == .serving, !strikes(.connectRefused)
        else {
            arrive(.linkClosed(lane, generation), after: moment())
            return
        }
        let link = links.count
        let connection = LaneCore.ConnectionID(UInt64(workers[worker].links.count + 1))
        links.append(
            SimulatedLink(
                lane: site,
                worker: worker,
                generation: generation,
                incarnation: supervisor.incarnation,
                connection: connection
            )
        )
        workers[worker].links.append(link)
        sites[site].link = link
        var hello = LaneHello(vpID: lane, generation: generation, epoch: epoch, version: "1")
        if strikes(.oldProtocol) { hello.protocolRange = ProtocolRange(oldest: 0, newest: 0) }
        transmit(.hello(hello), on: link)
    }

    mutating func send(_ command: LaneCommand, _ lane: LaneID, _ generation: Generation) {
        guard let site = siteIndex[lane], let link = sites[site].link,
            links[link].generation == generation
        else { return }
        transmit(command, on: link)
    }

    mutating func startRun(_ order: StartOrder, _ lane: LaneID, _ generation: Generation) {
        guard let mission = ledger.missions[order.attempt.missionID] else { return }
        var launch = LaunchOrder(
            runID: order.attempt.runID,
            fence: order.attempt.fence,
            sessionID: order.attempt.sessionID,
            envelope: mission.envelope,
            profile: order.profile
        )
        launch.attemptNumber = order.attempt.number
        launch.isFreshSession = order.attempt.isFreshSession
        launch.resumePhase = order.resumePhase
        send(.startMission(launch), lane, generation)
    }

    mutating func say(
        _ report: LaneReport,
        _ worker: Int,
        _ connection: LaneCore.ConnectionID
    ) {
        let index = Int(connection.rawValue) - 1
        guard workers[worker].links.indices.contains(index) else { return }
        let link = workers[worker].links[index]
        guard links[link].isOpenAtWorker, !links[link].isBroken else { return }
        guard links[link].toSupervisor.count < scenario.frameCountMax else {
            coverage.hit(.fullBuffer)
            breakLink(link)
            return
        }
        let parts = partCount()
        links[link].toSupervisor.append(report, parts: parts)
        let arrival = arrivalTime(after: links[link].toSupervisor.lastArrival)
        links[link].toSupervisor.lastArrival = planParts(parts, link, .toSupervisor, arrival)
    }

    private mutating func transmit(_ command: LaneCommand, on link: Int) {
        guard links[link].isOpenAtSupervisor, !links[link].isBroken else { return }
        guard links[link].toWorker.count < scenario.frameCountMax else {
            coverage.hit(.fullBuffer)
            breakLink(link)
            return
        }
        let parts = partCount()
        links[link].toWorker.append(command, parts: parts)
        let arrival = arrivalTime(after: links[link].toWorker.lastArrival)
        links[link].toWorker.lastArrival = planParts(parts, link, .toWorker, arrival)
    }

    private mutating func partCount() -> Int {
        strikes(.splitFrame) ? Int(random.next(in: 2...3)) : 1
    }

    private mutating func arrivalTime(after last: MonotonicTime) -> MonotonicTime {
        var wait = Interval(nanoseconds: random.next(in: 2_000...300_000))
        if strikes(.linkStall) {
            wait =
                random.chance(percent: 20) ? longTime() : .milliseconds(random.next(in: 1...5_000))
        }
        return max(last, now.boot + wait)
    }

    private mutating func planParts(
        _ parts: Int,
        _ link: Int,
        _ direction: Direction,
        _ arrival: MonotonicTime
    ) -> MonotonicTime {
        var time = arrival
        for part in 0..<parts {
            if part > 0 { time = time + .milliseconds(random.next(in: 0...50)) }
            clock.plan(.delivery(link: link, direction), at: time)
        }
        return time
    }

    mutating func partArrives(_ link: Int, _ direction: Direction) {
        switch direction {
        case .toWorker: partArrivesAtWorker(link)
        case .toSupervisor: partArrivesAtSupervisor(link)
        }
    }

    private mutating func partArrivesAtWorker(_ link: Int) {
        guard let command = links[link].toWorker.receivePart(), links[link].isOpenAtWorker else {
            return
        }
        if links[link].incarnation != supervisor.incarnation { coverage.hit(.lateFrameOfOldEpoch) }
        deliver(.commandReceived(links[link].connection, command), to: links[link].worker)
    }

    private mutating func partArrivesAtSupervisor(_ link: Int) {
        guard let report = links[link].toSupervisor.receivePart(),
            links[link].isOpenAtSupervisor
        else { return }
        noteLastWords(of: links[link].worker)
        let lane = sites[links[link].lane].id
        if case .treeNotDead(let run, _, _) = report {
            observe(.survivorsTold(run))
            drawGivingUp(run, links[link].worker)
        }
        deliver(.reported(lane, links[link].generation, report))
    }

    /// What a dead worker said may be read before its end is, or after.
    private mutating func noteLastWords(of worker: Int) {
        guard !workers[worker].isAlive else { return }
        coverage.hit(workers[worker].isEndTold ? .lastWordsAfterEnd : .lastWordsBeforeEnd)
    }

    // MARK: Ends

    /// Nothing of what is under way arrives; both sides learn of it.
    mutating func breakLink(_ link: Int) {
        if trace.isRecorded { note("link \(link) breaks") }
        links[link].isBroken = true
        links[link].toWorker.removeAll()
        links[link].toSupervisor.removeAll()
        if links[link].isOpenAtSupervisor { tellSupervisorOfEnd(of: link, after: moment()) }
        clock.plan(.linkEnds(link: link), after: moment())
    }

    /// The supervisor's end is gone; the worker still gets what was sent, then the end.
    mutating func dropLinkOfSupervisor(_ link: Int) {
        guard links[link].isOpenAtSupervisor else { return }
        links[link].isOpenAtSupervisor = false
        links[link].toSupervisor.removeAll()
        let end = max(links[link].toWorker.lastArrival, now.boot)
        clock.plan(.linkEnds(link: link), at: end + moment())
    }

    /// The worker's end is gone; the supervisor still gets what was sent, then the end.
    mutating func dropLinkOfWorker(_ link: Int) {
        guard links[link].isOpenAtWorker else { return }
        links[link].isOpenAtWorker = false
        links[link].toWorker.removeAll()
        let left = links[link].toSupervisor.lastArrival.since(now.boot)
        if links[link].isOpenAtSupervisor { tellSupervisorOfEnd(of: link, after: left + moment()) }
    }

    private mutating func tellSupervisorOfEnd(of link: Int, after wait: Interval) {
        let lane = sites[links[link].lane].id
        arrive(.linkClosed(lane, links[link].generation), after: wait, link: link)
    }

    /// A worker reads the end of a connection.
    mutating func linkEnds(_ link: Int) {
        guard links[link].isOpenAtWorker else { return }
        links[link].isOpenAtWorker = false
        deliver(.connectionClosed(links[link].connection), to: links[link].worker)
    }

    /// A worker closes a connection; what it had not read is discarded.
    mutating func close(_ connection: LaneCore.ConnectionID, of worker: Int) {
        let index = Int(connection.rawValue) - 1
        guard workers[worker].links.indices.contains(index) else { return }
        dropLinkOfWorker(workers[worker].links[index])
    }
}
