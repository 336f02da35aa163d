import Harness
import Protocol
import System

/// Lets the runs of a pool hear for a while that they must wait, or that their entitlement is used
/// up.
final class PoolStorm: Fault {
    enum Kind: Equatable {
        /// 429 for each that starts.
        case throttled
        /// Used up, until a reset that comes so long after its beginning.
        case exhausted(for: Interval)
    }

    private let pool: String
    private let kind: Kind
    private var lanes: [LaneID] = []

    init(_ pool: String, _ kind: Kind) {
        self.pool = pool
        self.kind = kind
    }

    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin {
        guard scene.stormyPools.insert(pool).inserted else {
            return .notYet(object: pool, because: "its runs hear of a limit already")
        }
        let members = scene.instance.quotas.lanes.filter { $0.pool == pool }.map(\.id)
        lanes = members
        let script = script(at: Clock.now().wall)
        let folder = scene.instance.folder
        let wasBusy = try HarnessError.describing { () throws(SystemError) in
            try StormFile.write(script, in: folder, members)
            let folders = members.map { "\(scene.instance.folder(of: $0))/" }
            return try scene.census.members().contains { run in
                folders.contains { run.workspace.hasPrefix($0) }
            }
        }
        return .lasting(object: pool, wasBusy: wasBusy)
    }

    private func script(at now: WallTime) -> String {
        switch kind {
        case .throttled: StormFile.throttled
        case .exhausted(let span): StormFile.exhausted(until: now + span)
        }
    }

    func end(_ scene: FaultScene) throws(HarnessError) {
        guard !lanes.isEmpty else { return }
        let (folder, members) = (scene.instance.folder, lanes)
        lanes = []
        scene.stormyPools.remove(pool)
        try HarnessError.describing { () throws(SystemError) in
            try StormFile.remove(in: folder, members)
        }
    }
}
