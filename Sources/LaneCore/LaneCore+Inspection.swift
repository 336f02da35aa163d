import DataStructures
package import Protocol

extension LaneCore {
    /// Where a run is, for the simulation's table of cells: 0 starting, 1 executing, 2 checking,
    /// 3 ending; nil for a run that is over or never was.
    package func runStateOrdinal(of runID: RunID) -> Int? {
        switch runs[runID]?.state {
        case .starting: 0
        case .executing: 1
        case .checking: 2
        case .ending: 3
        case .over, nil: nil
        }
    }
}
