import Foundation

/// Answers in turn, the last one for ever.
final class StepBox: @unchecked Sendable {
    private let lock = NSLock()
    private var steps: [[ScriptedSupervisor.Action]]

    init(_ steps: [[ScriptedSupervisor.Action]]) {
        self.steps = steps
    }

    func next() -> [ScriptedSupervisor.Action] {
        lock.withLock { steps.count > 1 ? steps.removeFirst() : steps.first ?? [] }
    }
}
