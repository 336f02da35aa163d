import XCTest

@testable import LoadHarness

final class MarkupTests: XCTestCase {
    private func text(_ write: (inout Markup) -> Void) -> String {
        var markup = Markup()
        write(&markup)
        return String(decoding: markup.bytes, as: UTF8.self)
    }

    func testElementsAreClosedInTheirOrder() {
        let text = text { page in
            page.element(.p, ["class": "muted"]) { page in
                page.text("a ")
                page.element(.code, text: "b")
                page.empty(.path, ["d": "M1 2"])
            }
        }

        XCTAssertEqual(text, #"<p class="muted">a <code>b</code><path d="M1 2"/></p>"#)
    }

    func testNoTextIsMarkup() {
        let text = text { page in
            page.element(.p, ["class": #"" onload="x' <"#], text: "<script>&amp;\u{0}\u{202E}</p>")
        }

        XCTAssertEqual(
            text,
            #"<p class="&quot; onload=&quot;x&#39; &lt;">"#
                + "&lt;script&gt;&amp;amp;\u{FFFD}\u{FFFD}&lt;/p&gt;</p>"
        )
    }

    func testShapesAndWordsHaveTheirPlaces() {
        let text = text { drawing in
            var path = PathText()
            drawing.draw(path, "line")
            path.move(1, 2)
            path.horizontal(3)
            drawing.draw(path, "line s0")
            drawing.draw(path, "mark", title: "a < b")
            drawing.label("4 ms", 5, 6.25, "end")
            drawing.rectangle(1, 2, 3, 4, "band")
            drawing.rectangle(1, 2, 3, 4, "band", title: "open")
        }

        XCTAssertEqual(
            text,
            #"<path class="line s0" d="M1 2H3"/>"#
                + #"<path class="mark" d="M1 2H3"><title>a &lt; b</title></path>"#
                + #"<text class="tick" x="5" y="6.3" text-anchor="end">4 ms</text>"#
                + #"<rect class="band" x="1" y="2" width="3" height="4"/>"#
                + #"<rect class="band" x="1" y="2" width="3" height="4"><title>open</title></rect>"#
        )
    }
}
