/// One number of a load.
struct LoadFigure: Equatable, Sendable {
    /// For people, for example `interactive wait, p99`.
    let name: String
    /// For machines, for example `interactive_wait_p99_ms`.
    let key: String
    let unit: String
    let value: Double
    /// How many values it is made of; 0 if nothing was measured, and `value` means nothing.
    var sampleCount = 1
    /// What must hold, for example `≤ 250 ms`; nil for a number that only informs.
    var bound: String?
    /// Whether it does; nil without a bound.
    var isMet: Bool?
    /// What a reader must know of it, in a few words; nil if nothing.
    var note: String?
}
