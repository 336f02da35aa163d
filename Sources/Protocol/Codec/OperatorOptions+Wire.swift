extension OperatorOptions {
    /// Reads what is there; which of the fields a method takes is for `ControlCommand` to say.
    init(from parameters: ObjectReader) throws(ProtocolError) {
        self.init()
        reason = try parameters.stringIfPresent("reason", 1...500)
        deadlineSeconds = try parameters.integerIfPresent("deadline_seconds", 0...604_800)
        isForced = try parameters.flag("force")
        isDryRun = try parameters.flag("dry_run")
    }

    /// Writes what differs from the default.
    ///
    /// Also what the method does not take, so that the supervisor refuses it by name and nothing is
    /// dropped in silence.
    func write(to parameters: inout ObjectWriter) {
        parameters.put("reason", reason)
        parameters.put("deadline_seconds", deadlineSeconds)
        if isForced { parameters.put("force", true) }
        if isDryRun { parameters.put("dry_run", true) }
    }
}
