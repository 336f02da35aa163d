extension RerouteOrder {
    /// Reads either another lane, with or without a class, or the end of a reroute.
    init(from parameters: ObjectReader) throws(ProtocolError) {
        let isOff = try parameters.flag("off")
        self.init(
            to: try parameters.textIfPresent("to"),
            missionClass: try parameters.textIfPresent("class")
        )
        guard isOff != (target != nil) else {
            throw isOff
                ? parameters.error("off", "given together with to (give one of the two)")
                : parameters.missing("to", "a lane (or off: true)")
        }
        guard !isOff || missionClass == nil else {
            throw parameters.error("class", "given together with off (off ends the whole reroute)")
        }
    }

    func write(to parameters: inout ObjectWriter) {
        parameters.put("to", target)
        parameters.put("class", missionClass)
        if target == nil { parameters.put("off", true) }
    }
}
