import Harness
import Protocol
import System

/// Lets a supervisor run for a while that can hardly open anything.
///
/// It begins with a death, so that workers and runs are taken over with what is left; it ends with
/// a stop, so that no worker stays that has inherited the limit.
final class FewDescriptors: Fault {
    /// More than the last one had open.
    private static let spareCount = 2
    /// A supervisor without lanes and clients has nearly so many.
    private static let limitMin: UInt64 = 20

    private var isLimited = false

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        let name = FaultScene.supervisorName
        guard let supervisor = scene.keeper.running(scene.instance) else {
            return .notYet(object: name, because: "it is not there")
        }
        guard scene.keeper.descriptorLimit == nil else {
            return .notYet(object: name, because: "it has few descriptors already")
        }
        let wasBusy = try scene.isBusy()
        scene.keeper.descriptorLimit = try HarnessError.describing { () throws(SystemError) in
            let open = try Files.list("/proc/\(supervisor.identity.pid)/fd").count
            try supervisor.send(.kill)
            return max(Self.limitMin, UInt64(open + Self.spareCount))
        }
        scene.keeper.expectEnd()
        isLimited = true
        return .lasting(object: name, wasBusy: wasBusy)
    }

    func end(_ scene: FaultScene) throws(HarnessError) {
        guard isLimited else { return }
        isLimited = false
        scene.keeper.descriptorLimit = nil
        guard let supervisor = scene.keeper.running(scene.instance) else { return }
        _ = try HarnessError.describing { () throws(SystemError) in
            try supervisor.send(.terminate)
        }
        scene.keeper.expectEnd()
    }
}
