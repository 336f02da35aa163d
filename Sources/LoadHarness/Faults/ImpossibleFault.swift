/// Something that cannot be done to this instance at all.
final class ImpossibleFault: Fault {
    private let object: String
    private let reason: String

    init(_ object: String, because reason: String) {
        self.object = object
        self.reason = reason
    }

    func begin(_ scene: FaultScene) -> FaultBegin {
        .impossible(object: object, because: reason)
    }
}
