import Protocol

/// What `doctor` found out, before it judges.
struct DoctorFacts {
    /// Where the control socket is.
    var socketPath = ""
    /// What the supervisor said at the greeting; nil if it cannot be reached.
    var greeting: ServerHello?
    /// Why it cannot be reached.
    var problem: Failure?
    /// Its status, if it can be reached.
    var status: SupervisorStatus?
    /// When its last event was; nil if there is none.
    var lastEventAt: WallTime?
    /// `uname -r`.
    var kernelRelease = ""
    /// Our user.
    var uid: UInt32 = 0
    /// Whether our user's services outlive the last login; nil where systemd does not run.
    var isLingering: Bool?
    /// Whether the unit is active as a system service; nil where systemd does not run.
    var isSystemUnitActive: Bool?
    /// Whether the unit is active as a service of our user.
    var isUserUnitActive = false
    /// Whether something says that the clock is synchronised; nil if nothing says anything.
    var isClockSynchronised: Bool?
    /// The wall clock now.
    var now = WallTime(nanoseconds: 0)
}
