/// What becomes of an order to start a run.
enum StartAdmission: Equatable {
    /// It is launched.
    case new
    /// It was accepted before; nothing is started.
    case known
    /// It is not taken.
    case refused(String)
}
