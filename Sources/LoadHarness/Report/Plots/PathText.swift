/// The data of an SVG path, short: a tenth of a unit is fine enough.
struct PathText: Equatable, Sendable {
    /// The `d` attribute; empty if nothing was drawn.
    private(set) var text = ""
    private var x = 0
    private var y = 0

    /// True if nothing was drawn.
    var isEmpty: Bool { text.isEmpty }

    /// Lifts the pen and puts it down.
    mutating func move(_ x: Double, _ y: Double) {
        self.x = Self.tenths(x)
        self.y = Self.tenths(y)
        text += "M\(Self.text(self.x)) \(Self.text(self.y))"
    }

    /// Draws along to `x` and then up or down to `y`: a value that stays until the next one.
    mutating func step(_ x: Double, _ y: Double) {
        horizontal(x)
        vertical(y)
    }

    /// Draws along to `x`.
    mutating func horizontal(_ x: Double) {
        let tenths = Self.tenths(x)
        guard tenths != self.x else { return }
        self.x = tenths
        text += "H\(Self.text(tenths))"
    }

    /// Draws up or down to `y`.
    mutating func vertical(_ y: Double) {
        let tenths = Self.tenths(y)
        guard tenths != self.y else { return }
        self.y = tenths
        text += "V\(Self.text(tenths))"
    }

    /// Adds a shape that is drawn relative to a place, and closed or not as it says.
    mutating func shape(_ commands: String, _ x: Double, _ y: Double) {
        move(x, y)
        text += commands
    }

    /// A coordinate with at most one digit behind the point.
    static func number(_ value: Double) -> String { text(tenths(value)) }

    private static func tenths(_ value: Double) -> Int {
        // No plot is larger; what is no number must not end the program.
        Int((min(max(value.isFinite ? value : 0, -100_000), 100_000) * 10).rounded())
    }

    private static func text(_ tenths: Int) -> String {
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}
