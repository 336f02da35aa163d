import Protocol
import System
import XCTest

@testable import LaneControl

/// Runs commands against a scripted supervisor, or none.
class LaneControlTestCase: XCTestCase {
    /// What a command left behind.
    struct Outcome: Equatable {
        var status: Int32
        var output: String
        var notes: String
    }

    /// Changes that one test makes to the world.
    typealias Adjustment = (inout World) -> Void

    /// Runs a command against a script.
    func run(
        _ words: [String],
        isTerminal: Bool = false,
        change: Adjustment = { _ in },
        interruptWhen: @escaping (String) -> Bool = { _ in false },
        file: StaticString = #filePath,
        line: UInt = #line,
        script: @escaping ScriptedSupervisor.Script
    ) throws -> (outcome: Outcome, requests: [ControlCommand], connections: Int) {
        let supervisor = try ScriptedSupervisor(script)
        defer { supervisor.stop() }
        var world = Self.makeWorld(interrupts: supervisor.interruptDescriptor)
        change(&world)
        let all = ["--socket", supervisor.path] + words
        let outcome = run(all, world: world, isTerminal: isTerminal) { output in
            if interruptWhen(output) { supervisor.interrupt() }
        }
        let shown = Outcome(
            status: outcome.status,
            output: outcome.output,
            notes: outcome.notes.replacing(supervisor.path, with: "SOCKET")
        )
        return (shown, supervisor.requests, supervisor.connections)
    }

    /// Runs a command without a supervisor.
    func run(
        _ words: [String],
        world: World = LaneControlTestCase.makeWorld(),
        isTerminal: Bool = false,
        onWrite: @escaping (String) -> Void = { _ in }
    ) -> Outcome {
        let console = RecordingConsole()
        console.onWrite = onWrite
        console.isTerminal = isTerminal
        console.columnCount = isTerminal ? 100 : nil
        let status = Program(world: world, console: console).run(words)
        return Outcome(status: status, output: console.output, notes: console.notes)
    }

    /// A world whose wall clock stands still at `Samples.now`.
    static func makeWorld(interrupts: Int32 = -1) -> World {
        World(
            environment: { _ in nil },
            now: { Instant(boot: Clock.bootTime(), wall: Samples.now) },
            randomBits: { 0xABCD },
            readInput: { _ in Array("from stdin".utf8) },
            openInterrupts: { InterruptSource(descriptor: interrupts, owner: nil) },
            uid: 1_000,
            pollMilliseconds: 1,
            returnMilliseconds: 2_000,
            answerMilliseconds: 10_000
        )
    }
}
