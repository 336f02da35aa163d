/// What a drawing says to those who do not see it, and to those who do.
struct PlotText: Equatable, Sendable {
    /// Of the element; unique on the page, without blanks.
    let id: String
    let title: String
    /// The gist in a sentence or two, with numbers.
    let description: String
}
