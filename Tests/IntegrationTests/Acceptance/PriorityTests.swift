import DataStructures
import IntegrationSupport
import Protocol
import System
import XCTest

/// What starts when: reserved slots, deadlines, shares, and slots that come back.
final class PriorityTests: XCTestCase {
    /// Lanes that are alike.
    private func configuration(
        lanes names: [String],
        each object: String,
        sections: [String] = []
    ) -> TestConfiguration {
        var configuration = TestConfiguration()
        configuration.lanes = names.map { ($0, object) }
        configuration.sections = sections
        return configuration
    }

    private func ids(_ views: [MissionView]) throws -> [MissionID] {
        try views.map { try XCTUnwrap($0.envelope.missionID) }
    }

    private func startTime(_ view: MissionView) throws -> WallTime {
        try XCTUnwrap(view.state.startedAt)
    }

    func testA15InteractiveTakesTheReservedSlotBeforeAllThatWaits() throws {
        let instance = try TestInstance(
            in: self,
            configuration(lanes: ["vp.a"], each: "{ slots: 2, reserved_slots: 1 }")
        )
        let client = try instance.client()
        _ = try start(script("stall"), client)
        let due = Clock.now().wall + .seconds(60)
        let waiting = try ids(
            client.submit([
                script("say b"),
                script("say d") {
                    $0.missionClass = .deadline
                    $0.deadlineAt = due
                },
            ])
        )

        let interactive = try finish(script("say i") { $0.missionClass = .interactive }, client)

        XCTAssertEqual(interactive.state.status, .completed)
        for id in waiting {
            let view = try client.mission(id)
            XCTAssertEqual(view.state.status, .queued)
            XCTAssertEqual(view.waitingFor?.reason, .slotsBusy)
        }
    }

    func testA15InteractiveStartsAfterAPreemptionAndWhatGaveWayRunsAgain() throws {
        let on = "classes: { preemption: \"on\" }"
        let instance = try TestInstance(
            in: self,
            configuration(lanes: ["vp.a"], each: "{ slots: 2 }", sections: [on])
        )
        let client = try instance.client()
        let mark = "mark \(instance.marksPath)"
        let (person, _) = try start(script("stall") { $0.missionClass = .interactive }, client)
        let (victim, leader) = try start(
            script(mark, "stall") {
                $0.session = .fresh
                $0.isPreemptible = true
            },
            client
        )
        let due = Clock.now().wall + .seconds(60)
        let deadline = script("say d") {
            $0.session = .fresh
            $0.missionClass = .deadline
            $0.deadlineAt = due
        }
        let waiting = try ids(client.submit([script("say b") { $0.session = .fresh }, deadline]))

        let interactive = try finish(
            script(mark, "say i") { $0.missionClass = .interactive },
            client
        )

        XCTAssertEqual(interactive.state.status, .completed)
        XCTAssertFalse(try ProcessTable.isAlive(leader))
        try assertGaveWay(victim, to: interactive, client)
        let next = try startTime(client.wait(waiting[1]))
        XCTAssertLessThan(try startTime(interactive), next)
        let again = try client.wait(victim, until: "runs again") {
            $0.state.status == .running && $0.attempts.count == 2
        }
        XCTAssertEqual(again.state.preemptionCount, 1)
        XCTAssertNil(try client.mission(waiting[0]).state.startedAt, "it is younger")

        var options = OperatorOptions()
        options.reason = "enough"
        for id in [person, victim] {
            try client.change(.missionCancel(id, options))
            _ = try client.wait(id)
        }
        XCTAssertEqual(try client.wait(waiting[0]).state.status, .completed)
        try assertNothingOverlapped(instance)
    }

    private func assertGaveWay(
        _ victim: MissionID,
        to interactive: MissionView,
        _ client: TestClient
    ) throws {
        let waiter = try XCTUnwrap(interactive.envelope.missionID)
        let view = try client.mission(victim)
        let first = try XCTUnwrap(view.attempts.first)
        XCTAssertEqual(first.outcome, .interrupted)
        XCTAssertEqual(first.reason, .preempted)
        XCTAssertEqual(first.preemptedFor, waiter)
        XCTAssertEqual(view.state.failureCount, 0)
        let events = try client.events(mission: victim, types: [.missionInterrupted])
        XCTAssertEqual(events.map(\.reason), [.preempted])
        XCTAssertEqual(events.first?.payload["preempted_for"], .string(waiter.rawValue))
    }

    func testA16EarlierDeadlineStartsFirstAndALateOneIsToldOnce() throws {
        let instance = try TestInstance(
            in: self,
            configuration(lanes: ["vp.a"], each: "{ slots: 1 }")
        )
        let client = try instance.client()
        let (running, _) = try start(script("stall"), client)
        let now = Clock.now().wall
        func due(_ offset: Interval) -> MissionEnvelope {
            script("say done") {
                $0.missionClass = .deadline
                $0.deadlineAt = now + offset
            }
        }

        let (later, sooner, late) = (
            due(.seconds(120)), due(.seconds(60)), due(.milliseconds(20))
        )
        let ids = try ids(client.submit([later, sooner, late]))
        try Deadline.wait(until: "the deadline has passed") {
            try !client.events(mission: ids[2], types: [.missionSLABreached]).isEmpty
        }
        var options = OperatorOptions()
        options.reason = "enough"
        try client.change(.missionCancel(running, options))

        let starts = try ids.map { try startTime(try client.wait($0)) }
        XCTAssertLessThan(starts[1], starts[0])
        XCTAssertLessThan(starts[0], starts[2], "what is late goes behind what can still make it")
        let breaches = try client.events(types: [.missionSLABreached])
        XCTAssertEqual(breaches.map(\.missionID), [ids[2]], "told once, and of no other")
        XCTAssertTrue(try client.mission(ids[2]).state.isLate)
    }

    func testA17BackgroundGetsItsShareOfAnEndlessStream() throws {
        let share = "classes: { min_share_every: 5 }"
        let instance = try TestInstance(
            in: self,
            configuration(lanes: ["vp.a"], each: "{ slots: 1 }", sections: [share])
        )
        let client = try instance.client()
        let (blocker, _) = try start(script("stall"), client)
        let background = try ids(client.submit((0..<4).map { _ in script("say b") }))
        let interactive = try ids(
            client.submit((0..<40).map { _ in script("say i") { $0.missionClass = .interactive } })
        )

        var options = OperatorOptions()
        options.reason = "go"
        try client.change(.missionCancel(blocker, options))

        let interactiveStarts = try interactive.map { try startTime(try client.wait($0)) }
        for (index, id) in background.enumerated() {
            let start = try startTime(try client.wait(id))
            let before = interactiveStarts.count { $0 < start }
            // Of every five starts at least one is the oldest background mission's, and of every
            // four not more than one.
            XCTAssertLessThanOrEqual(before, 4 * (index + 1), "background mission \(index)")
            XCTAssertGreaterThanOrEqual(before, 3 * (index + 1), "background mission \(index)")
        }
    }

    func testA18WhatCannotStartStopsNothingBehindIt() throws {
        var three = configuration(
            lanes: ["vp.b", "vp.c"],
            each: "{ pool: \"p\" }",
            sections: ["pools: { p: { slots: 1 } }"]
        )
        three.lanes.append(("vp.a", "{}"))
        let instance = try TestInstance(in: self, three)
        let client = try instance.client()
        var options = OperatorOptions()
        options.reason = "maintenance"
        _ = try start(script("stall") { $0.vpID = LaneID("vp.b") }, client)
        try client.change(.lanePause(try lane("vp.a"), options))
        func pinned(_ name: String) -> MissionEnvelope {
            script("say \(name)") {
                $0.vpID = LaneID(name)
                $0.missionClass = .interactive
            }
        }
        let stuck = try ids(client.submit([pinned("vp.a"), pinned("vp.c")]))

        three.lanes.append(("vp.d", "{}"))
        try instance.write(three)
        try client.change(.configReload)
        let free = try finish(script("say d") { $0.missionClass = .background }, client)

        XCTAssertEqual(free.attempts.map(\.vpID), [try lane("vp.d")])
        XCTAssertEqual(free.state.status, .completed)
        let reasons = try stuck.map { try client.mission($0).waitingFor?.reason }
        XCTAssertEqual(reasons, [.lanePaused, .poolBusy])
    }

    func testA21SlotOfAKilledRunComesBackByItself() throws {
        let pool = "pools: { shared: { slots: 1 } }"
        let instance = try TestInstance(
            in: self,
            configuration(
                lanes: ["vp.a"],
                each: "{ slots: 1, pool: \"shared\" }",
                sections: [pool]
            )
        )
        let client = try instance.client()
        let once = script("mark \(instance.marksPath)", "stall") { $0.retry.maxAttempts = 1 }
        for _ in 0..<3 {
            let (id, leader) = try start(once, client)
            XCTAssertEqual(try client.lane(lane("vp.a")).runs.count, 1)
            try instance.send(.kill, to: leader)
            let end = try client.wait(id)
            XCTAssertEqual(end.state.reason, .exitSignal)
        }
        let queued = script("say never") { $0.notBefore = Clock.now().wall + .seconds(600) }
        _ = try client.submit(queued)

        XCTAssertEqual(try client.lane(lane("vp.a")).runs, [])
        XCTAssertEqual(try finish(script("say fine"), client).state.status, .completed)
        try assertNothingOverlapped(instance)
    }
}
