extension SupervisorStatus: WireObject {
    static let fields: [WireName] = [
        "apiVersion", "available_mib", "configuration", "configuration_problems", "control_groups",
        "cpu_pressure_percent", "epoch", "estop", "free_mib", "kind", "lanes", "last_backup_at",
        "last_event_seq", "ledger_path", "memory_pressure_percent", "min_available_mib",
        "min_free_mib", "mission_counts", "phase", "pid", "state_directory", "uptime_seconds",
        "version",
    ]

    init(from object: ObjectReader) throws(ProtocolError) {
        self.init()
        version = try object.string("version", 0...64)
        pid = try object.integer("pid", 0...Int32.max)
        epoch = try object.counter("epoch")
        phase = try object.string("phase", 0...64)
        estop = try object.objectIfPresent("estop")
        uptimeSeconds = try object.integer("uptime_seconds", 0...UInt64.max)
        stateDirectory = try object.string("state_directory", 0...4096)
        ledgerPath = try object.string("ledger_path", 0...4096)
        configuration = try object.string("configuration", 0...4096)
        configurationProblems =
            try object.strings("configuration_problems", countMax: .max, 0...65_536)
        missionCounts =
            try object.object("mission_counts", as: CountTable<MissionStatus>.self).counts
        lanes = try object.objects("lanes")
        freeMiB = try object.integerIfPresent("free_mib", 0...UInt64.max)
        minFreeMiB = try object.integer("min_free_mib", 0...UInt64.max)
        availableMiB = try object.integerIfPresent("available_mib", 0...UInt64.max)
        minAvailableMiB = try object.integer("min_available_mib", 0...UInt64.max)
        memoryPressurePercent = try object.integerIfPresent("memory_pressure_percent", 0...100)
        cpuPressurePercent = try object.integerIfPresent("cpu_pressure_percent", 0...100)
        controlGroups = try object.string("control_groups", 0...4096)
        lastBackupAt = try object.textIfPresent("last_backup_at")
        lastEventSequence = try object.integer("last_event_seq", 0...UInt64.max)
    }

    func write(to object: inout ObjectWriter) {
        object.putKind("Status")
        object.put("version", version)
        object.put("pid", pid)
        object.put("epoch", epoch)
        object.put("phase", phase)
        object.put("estop", estop)
        object.put("uptime_seconds", uptimeSeconds)
        object.put("state_directory", stateDirectory)
        object.put("ledger_path", ledgerPath)
        object.put("configuration", configuration)
        object.put("configuration_problems", configurationProblems)
        object.put("mission_counts", CountTable<MissionStatus>(missionCounts))
        object.put("lanes", lanes)
        object.put("free_mib", freeMiB)
        object.put("min_free_mib", minFreeMiB)
        object.put("available_mib", availableMiB)
        object.put("min_available_mib", minAvailableMiB)
        object.put("memory_pressure_percent", memoryPressurePercent)
        object.put("cpu_pressure_percent", cpuPressurePercent)
        object.put("control_groups", controlGroups)
        object.put("last_backup_at", lastBackupAt)
        object.put("last_event_seq", lastEventSequence)
    }
}
