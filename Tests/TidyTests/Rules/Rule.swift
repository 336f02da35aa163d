/// Something that must hold for the whole source tree.
///
/// A rule carries what it must object to, so that none can stay green for ever by mistake.
protocol Rule {
    /// A few words, as shown when the rule is broken.
    var name: String { get }

    /// Trees with one mistake each; the rule must find every one of them. Never empty.
    var counterexamples: [SourceTree] { get }

    /// Trees that come close to a mistake without being one; the rule must find nothing.
    var examples: [SourceTree] { get }

    /// The places in `tree` that break the rule, in the order of the files.
    func findings(in tree: SourceTree) -> [Finding]
}
