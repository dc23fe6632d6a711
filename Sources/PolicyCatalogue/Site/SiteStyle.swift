/// The one style sheet: light and dark, wide and narrow, screen and paper.
///
/// Every pair of a text's colour and its ground has a contrast of at least 4.5 (WCAG 2.2, 1.4.3).
enum SiteStyle {
  static let text = #"""
    :root {
      --paper: #faf8f4; --sheet: #ffffff; --ink: #1c1e22; --soft: #575c66; --line: #e2ddd3;
      --accent: #0d5566; --wash: #eef3f2; --mark: #fff1c9;
      --deny: #8c1c1c; --deny-wash: #fbe8e5; --review: #694800; --review-wash: #fcf0cf;
      --fine: #1c5a33; --fine-wash: #e3f2e7;
      --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Charter, Georgia, serif;
      --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      color-scheme: light dark;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #14161a; --sheet: #1b1e23; --ink: #e9e6df; --soft: #a9aeb8; --line: #323741;
        --accent: #86cbd9; --wash: #20272b; --mark: #4d3f12;
        --deny: #ffb3a9; --deny-wash: #47201c; --review: #f1cf80; --review-wash: #3d3113;
        --fine: #a2ddb1; --fine-wash: #193322;
      }
    }
    *, *::before, *::after { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 1rem/1.6 var(--sans); overflow-wrap: anywhere;
    }
    h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; font-weight: 600; }
    h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.6rem); margin: 0 0 .75rem; letter-spacing: -.01em; }
    h2 { font-size: 1.35rem; margin: 0 0 .75rem; }
    h3 { font-size: 1.05rem; margin: 1rem 0 .35rem; }
    p { margin: 0 0 .75rem; }
    /* Far enough below for the `_` of names to be seen. */
    a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .3em; }
    a:hover { text-decoration-thickness: 2px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
    main:focus { outline: none; }
    code { font-family: var(--mono); font-size: .88em; }
    ul, ol { padding-left: 1.25rem; margin: 0 0 .75rem; }
    :target { background: var(--mark); }

    .unseen {
      position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden;
      clip-path: inset(50%); white-space: nowrap; border: 0;
    }
    .skip { position: absolute; left: -100vw; top: .5rem; background: var(--sheet); padding: .5rem 1rem; z-index: 3; }
    .skip:focus { left: .5rem; }

    .top, main, .bottom { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2.5rem); }
    .top {
      display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem;
      padding-block: .9rem; border-bottom: 1px solid var(--line);
    }
    .brand { font: 600 1.2rem/1 var(--serif); color: var(--ink); text-decoration: none; display: flex; align-items: center; gap: .5rem; }
    .mark {
      display: inline-grid; place-items: center; width: 1.9rem; height: 1.9rem; border-radius: 50%;
      background: var(--accent); color: var(--paper); font-size: 1.1rem;
    }
    .top nav ul { display: flex; flex-wrap: wrap; gap: .15rem .25rem; list-style: none; margin: 0; padding: 0; }
    .top nav a { display: block; padding: .3rem .6rem; border-radius: .4rem; text-decoration: none; color: var(--soft); }
    .top nav a:hover { color: var(--ink); background: var(--wash); }
    .top nav a[aria-current] { color: var(--ink); background: var(--wash); font-weight: 600; }
    .search { flex: 1 1 16rem; position: relative; margin-left: auto; max-width: 26rem; }
    .search input {
      width: 100%; font: inherit; color: inherit; background: var(--sheet);
      border: 1px solid var(--soft); border-radius: 999px; padding: .45rem 1rem;
    }
    .search input::placeholder { color: var(--soft); opacity: 1; }
    .results {
      position: absolute; z-index: 2; right: 0; width: min(38rem, 100%); min-width: 100%; margin-top: .4rem;
      max-height: min(70vh, 36rem); overflow-y: auto; background: var(--sheet);
      border: 1px solid var(--line); border-radius: .8rem; box-shadow: 0 12px 40px rgb(0 0 0 / .18);
    }
    @media (min-width: 60rem) { .results { width: 38rem; } }
    .results .count { margin: 0; padding: .6rem 1rem; color: var(--soft); font-size: .85rem; }
    .results ol { list-style: none; margin: 0; padding: 0 .4rem .4rem; }
    .results a { display: block; padding: .5rem .6rem; border-radius: .5rem; text-decoration: none; color: var(--ink); }
    .results a:hover, .results a:focus { background: var(--wash); }
    .results .kind { float: right; margin-left: .75rem; color: var(--soft); font-size: .8rem; }
    .results .below { display: block; color: var(--soft); font-size: .85rem; }

    main { padding-block: clamp(1.25rem, 3vw, 2.5rem); }
    .trail ol { display: flex; flex-wrap: wrap; list-style: none; padding: 0; margin: 0 0 1.25rem; font-size: .9rem; color: var(--soft); }
    .trail li + li::before { content: "›"; padding-inline: .5rem; color: var(--soft); }
    .kicker { color: var(--soft); margin: 0 0 .4rem; }
    .lead { font: 1.15rem/1.55 var(--serif); color: var(--soft); max-width: 44rem; }
    .lead + section { margin-top: 1.75rem; }
    .whole { white-space: nowrap; }
    .place, .cite { color: var(--soft); font-size: .88rem; }
    .cite { font-family: var(--serif); font-size: .95rem; }
    .hero { margin-bottom: 2.5rem; }
    .hero h1 { max-width: 18em; }
    .counts { display: flex; flex-wrap: wrap; gap: .6rem 2rem; list-style: none; padding: 0; margin-top: 1.25rem; color: var(--soft); }
    .counts strong { font: 600 1.5rem/1 var(--serif); color: var(--ink); font-variant-numeric: lining-nums tabular-nums; }
    section { margin-bottom: 2.25rem; }

    .cards { list-style: none; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
    .cards li {
      position: relative; background: var(--sheet); border: 1px solid var(--line); border-radius: .8rem;
      padding: 1.1rem 1.2rem .8rem; display: flex; flex-direction: column;
    }
    .cards li:hover, .cards li:focus-within { border-color: var(--accent); }
    .cards h3 { margin: 0 0 .35rem; font-size: 1.12rem; }
    .cards h3 a { color: var(--ink); text-decoration: none; }
    .cards h3 a::after { content: ""; position: absolute; inset: 0; border-radius: .8rem; }
    .cards p { margin: 0 0 .5rem; }
    .shares { display: flex; gap: 2px; height: 5px; border-radius: 3px; overflow: hidden; margin: auto 0 .4rem; }
    .shares span { min-width: 4px; }
    .shares span, .key { background: var(--line); }
    .key { display: block; height: 5px; border-radius: 3px; margin-top: .4rem; }
    .shares .read, .key.read { background: var(--fine); }
    .shares .secondary, .key.secondary { background: var(--review); opacity: .75; }
    .shares .unverified, .key.unverified { background: var(--deny); opacity: .75; }

    .badge {
      display: inline-block; font: 600 .76rem/1.5 var(--sans); border-radius: 999px; padding: .06rem .6rem;
      background: var(--wash); color: var(--soft); white-space: nowrap;
    }
    .badge.deny, .badge.unverified { background: var(--deny-wash); color: var(--deny); }
    .badge.review, .badge.secondary { background: var(--review-wash); color: var(--review); }
    .badge.allow, .badge.read { background: var(--fine-wash); color: var(--fine); }
    .badge.sure { font-weight: 500; }

    .sheet { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 3rem; }
    .sheet > header { margin-bottom: 1.5rem; }
    .glance { background: var(--sheet); border: 1px solid var(--line); border-radius: .8rem; padding: 1.1rem 1.25rem .5rem; margin-bottom: 2rem; align-self: start; font-size: .93rem; }
    .glance h2 { font-size: 1.05rem; }
    .glance dl { margin: 0; display: grid; grid-template-columns: minmax(5.5rem, auto) minmax(0, 1fr); gap: .3rem 1rem; }
    .glance dt { color: var(--soft); }
    .glance dd { margin: 0 0 .35rem; }
    @media (min-width: 60rem) {
      .sheet { grid-template-columns: minmax(0, 1fr) 20rem; }
      .sheet > header, .sheet > .text, .sheet > .neighbours { grid-column: 1; }
      .glance { grid-column: 2; grid-row: 1 / span 3; position: sticky; top: 1rem; }
      .glance dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
      .glance dd { margin-bottom: .6rem; }
    }
    blockquote { margin: 0 0 .75rem; padding: .2rem 0 .2rem 1.1rem; border-left: 3px solid var(--accent); font: 1.12rem/1.5 var(--serif); }
    blockquote p { margin: 0; }
    .hole { font: .82em var(--mono); background: var(--wash); color: var(--soft); border-radius: .3rem; padding: .1em .35em; }
    .condition > ul, .condition ul { list-style: none; padding-left: 0; margin: 0; }
    .condition li > ul { padding-left: 1rem; border-left: 2px solid var(--line); }
    .joint { margin: 0 0 .25rem; color: var(--soft); font: italic .95rem var(--serif); }
    .expression {
      display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem;
      padding: .45rem .75rem; margin-bottom: .4rem; line-height: 1.65; font-size: .86rem;
    }
    .expression a { text-decoration-color: var(--line); }
    .expression a:hover { text-decoration-color: currentColor; }
    .expression .line { display: block; padding-left: 1.5rem; text-indent: -1.5rem; }
    .literal { color: var(--fine); }
    .exception { margin-bottom: 1rem; }
    .exception h3 { margin-top: 0; }
    .plain { list-style: none; padding: 0; }
    .plain li { margin-bottom: .35rem; }
    details { margin-bottom: .75rem; }
    summary { cursor: pointer; color: var(--accent); width: fit-content; }
    details > ul { margin: .5rem 0 0; padding-left: 1rem; border-left: 2px solid var(--line); }
    .entries { margin: 0; }
    .entries dt { margin-top: .9rem; }
    .entries dd { margin: .1rem 0 0; padding-left: 1rem; border-left: 2px solid var(--line); max-width: 52rem; }
    .entries dd p { margin-bottom: .3rem; }
    .entries.compact dt { margin-top: .6rem; }
    .entries dt:target { box-shadow: 0 0 0 .3rem var(--mark); border-radius: 2px; }
    .parts code:target { box-shadow: 0 0 0 .2rem var(--mark); border-radius: 2px; color: var(--ink); }
    .columns { list-style: none; padding: 0; columns: 17rem auto; column-gap: 2rem; }
    .columns li { break-inside: avoid; padding: .25rem 0; }
    .contents ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin-bottom: 1.5rem; }
    .rules { list-style: none; padding: 0; }
    .rules > li { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); gap: .5rem; padding: .7rem 0; border-top: 1px solid var(--line); align-items: start; }
    .rules > li > .badge { justify-self: start; margin-top: .2rem; }
    .rules p { margin: .1rem 0 0; }
    .dates { list-style: none; padding: 0; }
    .dates > li { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); gap: .5rem; padding: .35rem 0; }
    .dates > li > .badge { justify-self: start; align-self: start; margin-top: .15rem; }
    .dates p { margin: 0; }
    .scroll { overflow-x: auto; margin-bottom: 1.25rem; }
    table { border-collapse: collapse; width: 100%; font-size: .93rem; }
    caption { text-align: left; padding-bottom: .4rem; }
    th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-top: 1px solid var(--line); font-weight: 400; }
    thead th { color: var(--soft); border-top: 0; }
    td { font-variant-numeric: tabular-nums; }
    .neighbours { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; border-top: 1px solid var(--line); padding-top: 1rem; }
    .neighbours a { max-width: 22rem; text-decoration: none; }
    .neighbours .next { margin-left: auto; text-align: right; }
    .neighbours .word { display: block; color: var(--soft); font-size: .85rem; }
    .bottom { border-top: 1px solid var(--line); padding-block: 1.25rem 2rem; color: var(--soft); font-size: .88rem; }
    .bottom .notice { max-width: 52rem; }

    @media (max-width: 40rem) {
      .search { flex-basis: 100%; max-width: none; }
      .top nav ul { margin-left: -.6rem; }
      .entries dd { padding-left: .75rem; }
      .trail li:last-child { display: none; }
    }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @media print {
      :root {
        --paper: #fff; --sheet: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #000; --wash: #fff;
        --deny: #000; --review: #000; --fine: #000; --deny-wash: #fff; --review-wash: #fff; --fine-wash: #fff;
        color-scheme: light;
      }
      body { font-size: 10.5pt; }
      .top nav, .search, .skip, .trail, .neighbours { display: none; }
      .top, main, .bottom { max-width: none; padding-inline: 0; }
      .sheet { display: block; }
      .glance { break-inside: avoid; }
      .badge { border: 1px solid #666; }
      h2, h3, dt { break-after: avoid; }
      .expression, .exception, .cards li, .rules > li, .dates > li, tr { break-inside: avoid; }
      details > summary { display: none; }
      .glance a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; }
    }

    """#
}
