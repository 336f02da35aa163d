import ControlPlane
import DataStructures
import Protocol

extension Scenario {
    /// The supervisor's whole configuration: lanes, pools, the profile `load`, and what the scenario
    /// says beside them.
    ///
    /// - Parameter fakeRuntime: The absolute path of the program that the profile runs.
    /// - Returns: JSON, one line with its end.
    func configurationText(fakeRuntime: String) -> [UInt8] {
        JSONText.encode(configurationValue(fakeRuntime: fakeRuntime)) + [UInt8(ascii: "\n")]
    }

    /// The same before it is written.
    func configurationValue(fakeRuntime: String) -> JSONValue {
        var said = configuration
        if case .object(var members) = said {
            members.remove("pool")
            said = .object(members)
        }
        return Self.base.merging(said).merging(
            .object([
                "version": .integer(1),
                "profiles": .object(["load": Self.profile(fakeRuntime)]),
                "lanes": .object(lanesSection),
                "pools": .object(poolsSection),
            ])
        )
    }

    /// How much may run at once.
    var quotas: Quotas {
        var quotas = Quotas()
        quotas.lanes = (0..<laneCount).compactMap { index in
            LaneID(Self.laneName(index)).map { id in
                Quotas.Lane(
                    id: id,
                    slotCount: slotCount,
                    reservedSlotCount: reservedSlotCount,
                    pool: poolName(ofLane: index)
                )
            }
        }
        quotas.pools = (0..<poolCount).map { index in
            Quotas.Pool(
                name: Self.poolName(index),
                slotCount: poolSlotCount,
                reservedSlotCount: poolReservedSlotCount
            )
        }
        quotas.minimumShareEvery = ClassPolicy().minShareEvery
        if case .integer(let every)? = configuration.member("classes")?.member("min_share_every") {
            quotas.minimumShareEvery = Int(every)
        }
        return quotas
    }

    // MARK: Names

    /// The name of a lane, counted from 0.
    static func laneName(_ index: Int) -> String { "vp.load.\(index + 1)" }

    /// The name of a pool, counted from 0.
    static func poolName(_ index: Int) -> String { "load.\(index + 1)" }

    /// The pool to which a lane is dealt; nil without pools.
    private func poolName(ofLane index: Int) -> String? {
        poolCount > 0 ? Self.poolName(index % poolCount) : nil
    }

    // MARK: Parts

    /// Lanes come back at once however often they are killed, missions wait only milliseconds between
    /// attempts, and nothing is refused for its number: what a load asks is whether everything comes
    /// to its end, and not how long a lane is left alone that cannot start.
    private static var base: JSONValue {
        .object([
            "classes": .object([
                "interactive_open_max": .integer(1_000_000),
                "deadline_open_max": .integer(1_000_000),
                "background_open_max": .integer(1_000_000),
                "source": .object(["open_max": .integer(1_000_000)]),
            ]),
            "defaults": .object([
                "open_max": .integer(1_000_000),
                "ready_deadline_ms": .integer(5_000),
                "restart": .object([
                    "ready_ms": .integer(0), "backoff_ms": .integer(1),
                    "backoff_max_ms": .integer(50),
                    "startup_deaths_max": .integer(1_000_000), "window_seconds": .integer(1),
                    "healthy_seconds": .integer(1),
                ]),
                "liveness": .object(["suspect_ms": .integer(1_000), "lease_ms": .integer(4_000)]),
                "backoff": .object([
                    "failure_ms": .integer(1), "failure_max_ms": .integer(20),
                    "deferral_ms": .integer(10),
                    "deferral_max_ms": .integer(100),
                ]),
            ]),
            "supervisor": .object([
                "open_missions_max": .integer(1_000_000), "log_level": .string("warning"),
            ]),
        ])
    }

    private static func profile(_ fakeRuntime: String) -> JSONValue {
        .object([
            "adapter": .string("exec"), "argv": .array([.string(fakeRuntime)]),
            "term_grace_ms": .integer(500),
            "leftover_grace_ms": .integer(200),
        ])
    }

    private var lanesSection: OrderedTable<String, JSONValue> {
        var lanes = OrderedTable<String, JSONValue>()
        for index in 0..<laneCount {
            var lane: OrderedTable<String, JSONValue> = [
                "profile": .string("load"),
                "slots": .integer(Int64(slotCount)),
                "reserved_slots": .integer(Int64(reservedSlotCount)),
            ]
            if let pool = poolName(ofLane: index) { lane["pool"] = .string(pool) }
            lanes[Self.laneName(index)] = .object(lane)
        }
        return lanes
    }

    private var poolsSection: OrderedTable<String, JSONValue> {
        let slots: JSONValue = .object([
            "slots": .integer(Int64(poolSlotCount)),
            "reserved_slots": .integer(Int64(poolReservedSlotCount)),
        ])
        var pools = OrderedTable<String, JSONValue>()
        for index in 0..<poolCount {
            let said = configuration.member("pool") ?? .null
            pools[Self.poolName(index)] = slots.merging(said)
        }
        return pools
    }
}
