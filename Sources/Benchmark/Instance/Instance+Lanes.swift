import Harness
import Protocol
import System

/// Stops and starts of all lanes.
extension Instance {
    /// Lets every lane start again what waits.
    func resumeLanes(_ client: ControlClient) throws(HarnessError) {
        var options = OperatorOptions()
        options.reason = "benchmark"
        for lane in try client.lanes() {
            _ = try client.ask(.laneResume(lane.record.vpID, options))
        }
    }

    /// Waits until no mission is open.
    ///
    /// - Throws: `HarnessError` after 60 s.
    func waitUntilIdle(_ client: ControlClient) throws(HarnessError) {
        let deadline = Clock.bootTime() + .seconds(60)
        while try openCount(client) > 0 {
            guard Clock.bootTime() < deadline else {
                throw HarnessError("missions are open after 60 s (--verbose shows the log)")
            }
            try Pause.microseconds(5_000)
        }
    }

    private func openCount(_ client: ControlClient) throws(HarnessError) -> Int {
        guard case .status(let status) = try client.ask(.supervisorStatus) else {
            throw HarnessError("supervisor.status was not answered with a status")
        }
        return zip(MissionStatus.allCases, status.missionCounts).reduce(0) { sum, entry in
            entry.0.isTerminal ? sum : sum + entry.1
        }
    }
}
