import Harness
import Protocol

/// One thing that is done to an instance, once.
///
/// Neither function waits for what it causes.
protocol Fault: AnyObject {
    /// Does it, if there is something to do it to at this moment.
    ///
    /// - Throws: `HarnessError` where the harness itself is defective.
    func begin(_ scene: FaultScene) throws(HarnessError) -> FaultBegin

    /// Tells whether something that lasts has come to an end by itself.
    func hasEnded() throws(HarnessError) -> Bool

    /// Ends what lasts; for what does not, and a second time, nothing happens.
    ///
    /// - Throws: `HarnessError`: it may last on.
    func end(_ scene: FaultScene) throws(HarnessError)
}

extension Fault {
    func hasEnded() -> Bool { false }

    func end(_ scene: FaultScene) {}
}
