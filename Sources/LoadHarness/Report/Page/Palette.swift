/// The colours of a page, for light and for dark.
///
/// The series can be told apart by people who do not see red, green or blue as others do: a test
/// computes what they see. Against the ground each has a contrast of at least 3, and text of 4.5.
struct Palette: Equatable, Sendable {
    /// What a colour is for, and its name in the style sheet.
    enum Role: String, CaseIterable, Sendable {
        case ground
        case panel
        case ink
        case muted
        case grid
        case good
        case bad
        case series0
        case series1
        case series2
        case series3
        case series4
    }

    /// Of roles, as `#rrggbb`, in the order of the cases.
    private let colors: [String]

    /// The colour for a role.
    func color(_ role: Role) -> String {
        for (candidate, color) in zip(Role.allCases, colors) where candidate == role {
            return color
        }
        fatalError("Palette: no colour for \(role.rawValue)")
    }

    /// How many series have a colour of their own.
    static let seriesCount = 5

    static let light = Palette(colors: [
        "#ffffff", "#f4f5f7", "#1b1f24", "#57606a", "#dfe3e8", "#116b34", "#b3261e",
        "#0069b4", "#d55e00", "#1f9e5a", "#9c2f86", "#333333",
    ])

    static let dark = Palette(colors: [
        "#15181c", "#1f242a", "#e9ecef", "#a3acb6", "#343b43", "#5fd38d", "#ff8a80",
        "#4aa3ec", "#ff7f45", "#35d07f", "#f2b6e2", "#f5e663",
    ])

    /// The declarations of a style sheet: `--ink:#1b1f24;…`.
    var declarations: String {
        zip(Role.allCases, colors).map { "--\($0.rawValue):\($1);" }.joined()
    }
}
