/// A drawing on the page: its heading, the SVG, and its gist as a caption.
enum PlotFigure {
    /// Writes the frame around what `draw` draws.
    static func write(
        _ text: PlotText,
        _ frame: PlotFrame,
        into page: inout Markup,
        _ draw: (inout Markup) -> Void
    ) {
        page.element(.figure) { page in
            page.element(.h3, text: text.title)
            page.element(.div, ["class": "plot"]) { page in
                page.element(.svg, attributes(text, frame)) { drawing in
                    drawing.element(.title, ["id": "\(text.id)-title"], text: text.title)
                    drawing.element(.desc, ["id": "\(text.id)-desc"], text: text.description)
                    draw(&drawing)
                }
            }
            page.element(.figcaption, text: text.description)
        }
        page.newline()
    }

    private static func attributes(
        _ text: PlotText,
        _ frame: PlotFrame
    ) -> KeyValuePairs<StaticString, String> {
        [
            "role": "img",
            "viewBox":
                "0 0 \(PathText.number(PlotFrame.width)) \(PathText.number(frame.height))",
            "aria-labelledby": "\(text.id)-title \(text.id)-desc",
        ]
    }
}
