/// What an instance is configured as; everything else is the default.
struct InstanceShape {
    /// What missions do.
    enum Work {
        /// The instance's shell runs the objective.
        case shell
        /// Nothing, without a process.
        case noop
        /// A program with arguments.
        case program([String])
    }

    /// How many lanes, named `vp.bench.1` and so on.
    var laneCount: Int
    /// The slots of each, none of them reserved; nil for the default.
    var slotCount: Int?
    /// The slots of a pool that all lanes share, named `bench`; nil for no pool.
    var poolSlotCount: Int?
    /// What missions do.
    var work = Work.shell

    /// Describes lanes that run shell scripts.
    init(laneCount: Int, poolSlotCount: Int? = nil) {
        self.laneCount = laneCount
        self.poolSlotCount = poolSlotCount
    }

    /// The configuration's text.
    ///
    /// Lanes come back at once however often they are killed, and take any number of missions.
    ///
    /// - Parameter shell: The shell that runs missions where one does.
    /// - Returns: One JSON5 object.
    func configuration(shell: String) -> String {
        let pools = poolSlotCount.map { "bench: { slots: \($0) }" } ?? ""
        let lane = "{ profile: \"bench\"\(poolSlotCount == nil ? "" : ", pool: \"bench\"") }"
        let lanes = (1...laneCount).map { "\"vp.bench.\($0)\": \(lane)" }.joined(separator: ", ")
        let slots = slotCount.map { "slots: \($0), reserved_slots: 0, " } ?? ""
        return """
            {
                version: 1,
                defaults: { \(slots)open_max: 1000000,
                    restart: { ready_ms: 0, startup_deaths_max: 1000000 } },
                profiles: { bench: { \(profile(shell: shell)) } },
                pools: { \(pools) },
                lanes: { \(lanes) },
            }

            """
    }

    private func profile(shell: String) -> String {
        switch work {
        case .shell: "adapter: \"exec\", argv: [\"\(shell)\", \"{{objective_file}}\"]"
        case .noop: "adapter: \"noop\""
        case .program(let words):
            "adapter: \"exec\", argv: ["
                + words.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
    }
}
