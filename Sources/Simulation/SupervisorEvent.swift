import ControlPlane

/// An event of the control plane, by a name that says so beside the events of other machines.
typealias SupervisorEvent = Event
