/// The style sheet of the page.
///
/// Without quotes and angle brackets, which text of a page must not have unescaped.
enum PageStyle {
    /// All of it, on one line.
    static let text =
        ":root{color-scheme:light dark;\(Palette.light.declarations)}"
        + "@media (prefers-color-scheme:dark){:root{\(Palette.dark.declarations)}}"
        + page + tables + plots + series + narrow + print

    private static let page = """
        *{box-sizing:border-box}\
        body{margin:0;background:var(--ground);color:var(--ink);\
        font:15px/1.5 system-ui,sans-serif;overflow-wrap:break-word}\
        main,header,footer{max-width:960px;margin:0 auto;padding:0 20px}\
        header{padding-top:28px}footer{padding-bottom:40px;color:var(--muted)}\
        h1{font-size:26px;line-height:1.2;margin:0 0 6px}\
        h2{font-size:19px;margin:36px 0 10px;padding-top:14px;border-top:1px solid var(--grid)}\
        h3{font-size:15px;margin:20px 0 6px}figure h3{margin-top:0}\
        p{margin:6px 0}.muted,figcaption{color:var(--muted)}figcaption{font-size:13px}\
        code{font:13px/1.5 ui-monospace,monospace}\
        .verdict{font-size:18px;font-weight:600;margin:14px 0;padding:12px 16px;\
        background:var(--panel);border-left:6px solid}\
        .good{color:var(--good)}.bad{color:var(--bad)}.verdict.good,.verdict.bad{\
        border-color:currentColor}\
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px;margin:14px 0}\
        dt{color:var(--muted)}dd{margin:0}ul{padding-left:20px;margin:6px 0}
        """

    private static let tables = """
        .wide{overflow-x:auto}\
        table{border-collapse:collapse;min-width:60%;font-size:14px;\
        font-variant-numeric:tabular-nums}\
        caption{text-align:left;color:var(--muted);padding:4px 0}\
        th,td{text-align:left;vertical-align:top;padding:5px 28px 5px 0;\
        border-bottom:1px solid var(--grid)}\
        th{font-weight:600}thead th{color:var(--muted);white-space:nowrap}\
        .number{text-align:right;white-space:nowrap}\
        .story table{min-width:0}.story td{padding:1px 14px 1px 0;border:0;font:12px/1.5 ui-monospace,monospace}\
        .story{max-height:260px;overflow:auto;background:var(--panel);padding:6px 10px;\
        margin:4px 0 10px}
        """

    private static let plots = """
        figure{margin:26px 0}.plot{overflow-x:auto}\
        svg{display:block;width:100%;min-width:620px;height:auto;\
        font:12px system-ui,sans-serif}\
        .tick,.unit{fill:var(--muted)}.tick{font-size:11px}.key{fill:var(--ink)}\
        .grid{stroke:var(--grid);fill:none}.axis{stroke:var(--muted);fill:none}\
        .limit{stroke:var(--muted);fill:none;stroke-width:1.5;stroke-dasharray:5 4}\
        .fault{stroke:var(--bad);fill:none;stroke-width:1;opacity:.55}\
        .lasting{fill:var(--bad);opacity:.09}\
        .line{fill:none;stroke-width:1.7;stroke-linejoin:round}.line.fine{stroke-width:1}.swatch{fill:none;stroke-width:3}\
        .swatch.limit,.swatch.fault{stroke-width:2}\
        .band{stroke:none}.open{fill:var(--series2);opacity:.55}.cooling{fill:var(--series1)}\
        .exhausted{fill:var(--series3)}.probing{fill:var(--series0)}.spent{fill:var(--muted);\
        opacity:.45}\
        .swatch.open{stroke:var(--series2)}.swatch.cooling{stroke:var(--series1)}\
        .swatch.exhausted{stroke:var(--series3)}.swatch.probing{stroke:var(--series0)}\
        .swatch.spent{stroke:var(--muted)}.swatch.open,.swatch.cooling,.swatch.exhausted,\
        .swatch.probing,.swatch.spent{stroke-width:8}\
        .mark{stroke:var(--bad);stroke-width:1.3;fill:var(--ground)}.busy{fill:var(--bad)}\
        .obstructed{stroke:var(--muted);fill:none}
        """

    private static let series =
        (0..<Palette.seriesCount).map { ".s\($0){stroke:var(--series\($0))}" }.joined()
        + ".swatch.level{stroke:var(--series0);stroke-width:9}"
        + (1...LanePlot.levelCount).map { level in
            let opacity = String(level * 100 / LanePlot.levelCount)
            return ".cells\(level){fill:var(--series0);fill-opacity:\(opacity)%}"
                + ".swatch.level\(level){stroke-opacity:\(opacity)%}"
        }.joined()

    /// Less room between columns; drawings stay legible and are moved sideways.
    private static let narrow =
        "@media (max-width:640px){th,td{padding-right:12px}main,header,footer{padding-left:14px;"
        + "padding-right:14px}svg{min-width:560px}}"

    /// Light colours whatever the screen has, nothing cut off, nothing torn apart.
    private static let print =
        "@media print{:root{\(Palette.light.declarations)}body{font-size:12px}"
        + "figure,tr,dl{break-inside:avoid}h2,h3{break-after:avoid}svg{min-width:0}"
        + ".story{max-height:none;overflow:visible}.plot,.wide{overflow:visible}"
        + "main,header,footer{max-width:none;padding-left:0;padding-right:0}}"
}
