/// The style of a report's page: light and dark, on paper too.
///
/// Text has a contrast of 4.5 to its ground at least, in both schemes; the three verdicts differ in
/// lightness as well as in hue.
enum ReportStyle {
  static let css = """
    :root{color-scheme:light dark;--ground:#fbfaf7;--card:#fff;--ink:#1d2126;--soft:#5b636c;--line:#e3e0d8;
    --allow:#1f7a4d;--deny:#b3362b;--review:#c98a12;--unknown:#57657a;--all:#8b95a3}
    @media (prefers-color-scheme:dark){:root{--ground:#14171b;--card:#1c2126;--ink:#e9ebee;--soft:#a3acb6;
    --line:#2e353c;--allow:#4cb782;--deny:#ee7d70;--review:#e3b04b;--unknown:#91a1b8;--all:#67727f}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",
    Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
    main{max-width:960px;margin:0 auto;padding:48px 24px 64px}
    h1{font-size:40px;line-height:1.15;letter-spacing:-.02em;margin:4px 0 12px}
    h2{font-size:20px;letter-spacing:-.01em;margin:0 0 4px}
    p{margin:0}code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
    .kicker{color:var(--soft);font-size:14px}.lead{font-size:19px;max-width:46em}
    .note{color:var(--soft);font-size:14px}
    section{margin-top:40px}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:16px;margin-top:32px}
    .tile{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--all);
    border-radius:10px;padding:16px 18px}
    .tile.allow{border-top-color:var(--allow)}.tile.deny{border-top-color:var(--deny)}
    .tile.review{border-top-color:var(--review)}
    .tile .label{font-size:14px;color:var(--soft)}.figure{font-size:32px;font-weight:650;letter-spacing:-.02em;
    line-height:1.3}.share{color:var(--soft)}
    .chart{width:100%;height:auto;margin-top:12px;font-size:14px}
    .chart text{fill:var(--ink)}.chart .lost{fill:var(--soft);font-size:12px}.chart .count{font-weight:650}
    rect.allow{fill:var(--allow)}rect.deny{fill:var(--deny)}rect.review{fill:var(--review)}
    rect.unknown{fill:var(--unknown)}rect.all{fill:var(--all)}rect.pale{opacity:.32}
    .flow{fill:var(--all);opacity:.16}
    .scroll{overflow-x:auto;margin-top:12px}
    table.bars{width:100%;border-collapse:collapse;font-size:15px}
    .bars th,.bars td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);text-align:left;
    font-weight:400;vertical-align:middle;overflow-wrap:anywhere}
    .bars thead th{color:var(--soft);font-size:13px;padding-bottom:4px}
    .bars th span:not(.hidden){display:block;color:var(--soft);font-size:13px}
    .bars .number{text-align:right;white-space:nowrap;overflow-wrap:normal;padding-right:0;padding-left:14px}
    .plot{width:34%;min-width:140px}.plot svg{display:block;width:100%;height:14px;border-radius:3px}
    .legend{display:flex;gap:18px;font-size:14px;color:var(--soft);margin-top:6px}
    .legend span::before{content:"";display:inline-block;width:11px;height:11px;border-radius:3px;
    margin-right:7px;background:currentColor}
    .legend .allow::before{background:var(--allow)}.legend .review::before{background:var(--review)}
    .legend .deny::before{background:var(--deny)}
    details{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px;margin-top:10px}
    summary{cursor:pointer}summary:focus-visible{outline:3px solid var(--review);outline-offset:3px}
    details ul{margin:12px 0 4px;padding-left:20px}li+li{margin-top:10px}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    footer{margin-top:56px;padding-top:20px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
    @media (max-width:600px){h1{font-size:31px}main{padding-top:28px}.figure{font-size:26px}
    .chart{min-width:600px}.bars .number{padding-left:8px}.bars thead .number{white-space:normal}.bars .plot,.bars th:nth-child(2){display:none}}
    @media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444}body{font-size:11pt;
    print-color-adjust:exact;-webkit-print-color-adjust:exact}main{max-width:none;padding:0}
    .plot{min-width:90px}.scroll{overflow:visible}details,tr,svg,.tile,footer{break-inside:avoid}
    h2,.note,.legend{break-after:avoid}
    details::details-content{content-visibility:visible;height:auto}summary{list-style:none}}
    """
}
