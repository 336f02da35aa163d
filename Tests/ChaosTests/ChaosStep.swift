import DataStructures
import Protocol

/// One thing that is done to an instance.
struct ChaosStep {
    enum Action {
        case killWorker(LaneID)
        case killSupervisor
        /// Both at the same moment: nobody is left who saw either die.
        case killBoth(LaneID)
        case suspendWorker(LaneID, milliseconds: UInt64)
        case suspendSupervisor(milliseconds: UInt64)

        /// How many processes it kills.
        var killCount: Int {
            switch self {
            case .killWorker, .killSupervisor: 1
            case .killBoth: 2
            case .suspendWorker, .suspendSupervisor: 0
            }
        }
    }

    /// How long to let things run before.
    let pauseMilliseconds: UInt64
    let action: Action

    /// Draws the next step.
    init(_ generator: inout SeededGenerator, lanes: [LaneID]) {
        // Short pauses hit starts and adoptions, long ones hit runs.
        let most: UInt64 = generator.chance(percent: 40) ? 30 : 250
        pauseMilliseconds = generator.next(below: most)
        let lane = generator.pick(from: lanes)
        switch generator.next(below: 100) {
        case 0..<52: action = .killWorker(lane)
        case 52..<80: action = .killSupervisor
        case 80..<90: action = .killBoth(lane)
        case 90..<96:
            action = .suspendWorker(lane, milliseconds: generator.next(in: 1...400))
        default: action = .suspendSupervisor(milliseconds: generator.next(in: 1...400))
        }
    }
}
