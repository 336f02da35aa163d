import Protocol

/// What names one attempt in everything a worker says about it.
struct RunKey: Equatable {
    /// The attempt.
    let runID: RunID
    /// Its fence.
    let fence: Fence
}
