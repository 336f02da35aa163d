/// What came of an attempt to do something to an instance.
enum FaultBegin: Equatable {
    /// It is done and over.
    case done(object: String, wasBusy: Bool)
    /// It is done and lasts.
    case lasting(object: String, wasBusy: Bool)
    /// There is nothing to do it to at this moment; in the next there may be.
    case notYet(object: String, because: String)
    /// It cannot be done here.
    case impossible(object: String, because: String)
}
