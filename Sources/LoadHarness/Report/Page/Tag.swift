/// The elements of which pages are made.
enum Tag: String, Sendable {
    // MARK: HTML
    case html
    case head
    case meta
    case title
    case style
    case body
    case header
    case main
    case section
    case figure
    case figcaption
    case footer
    case h1
    case h2
    case h3
    case p
    case div
    case span
    case strong
    case code
    case ul
    case li
    case dl
    case dt
    case dd
    case table
    case caption
    case thead
    case tbody
    case tr
    case th
    case td

    // MARK: SVG
    case svg
    case desc
    case g
    case path
    case rect
    case line
    case text
}
