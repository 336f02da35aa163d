/// Why a result file cannot be used.
struct ResultFileError: Error, Equatable {
    /// A clause for the run's log.
    let reason: String
}
