namespace HaDirector.Drills;

/// <summary>The style sheet of the HTML report, light and dark.</summary>
public static class ReportStyle
{
    /// <summary>The sheet.</summary>
    public const string Css =
        """
        :root { color-scheme: light dark;
          --paper: #f6f7f9; --card: #fff; --ink: #1b2430; --soft: #5d6978; --line: #e1e5ea; --master: #3f6fe0; --backup: #e3a008;
          --stranger: #9aa3ae; --lost: #d92d3a; --lostfill: #fde8e9; --good: #157f4b; --goodfill: #dff5e8; --even: #0f9f8f; --calm: #b6bec9; }
        @media (prefers-color-scheme: dark) { :root {
          --paper: #10151c; --card: #171e27; --ink: #e6ebf1; --soft: #94a1b0; --line: #28323e; --master: #6a93f5; --backup: #f0b429;
          --stranger: #6b7683; --lost: #ff6b74; --lostfill: #3d1a20; --good: #4fd08f; --goodfill: #12372a; --even: #34c5b3; --calm: #4a5665; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1120px; margin: 0 auto; padding: 36px 24px 64px; }
        h1 { font-size: 30px; line-height: 1.2; letter-spacing: -.02em; margin: 0; }
        h2 { font-size: 19px; margin: 0; letter-spacing: -.01em; }
        header { display: flex; align-items: center; gap: 16px; flex-wrap: wrap; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 14px 28px; margin: 22px 0 28px; }
        .facts dt { color: var(--soft); font-size: 12.5px; } .facts dd { margin: 0; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px 24px; margin: 18px 0; }
        .card > header { margin-bottom: 4px; }
        .story { color: var(--soft); margin: 2px 0 12px; }
        .verdict { font-size: 12.5px; font-weight: 650; padding: 3px 11px; border-radius: 99px; letter-spacing: .02em; white-space: nowrap; }
        .pass { color: var(--good); background: var(--goodfill); } .fail { color: var(--lost); background: var(--lostfill); }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th { color: var(--soft); font-size: 12.5px; font-weight: 500; text-align: right; padding: 0 0 8px 18px; vertical-align: bottom; }
        td { text-align: right; padding: 9px 0 9px 18px; border-top: 1px solid var(--line); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; } td a { color: inherit; font-weight: 600; text-decoration-color: var(--calm); }
        ul.findings { list-style: none; margin: 0 0 14px; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 6px 28px; }
        ul.findings li { padding-left: 22px; position: relative; }
        ul.findings li::before { position: absolute; left: 0; font-weight: 700; } li.met::before { content: "✓"; color: var(--good); }
        li.missed::before { content: "✗"; color: var(--lost); } li b { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
        details { margin-top: 8px; } summary { cursor: pointer; color: var(--soft); } h3 { font-size: 14px; font-weight: 600; margin: 14px 0 2px; }
        svg { width: 100%; min-width: 720px; height: auto; display: block; }
        svg.defs { position: absolute; width: 0; min-width: 0; height: 0; }
        svg text { font: 11.5px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--soft); }
        svg .grid { stroke: var(--line); } svg .tick { text-anchor: middle; } svg .lane { text-anchor: end; font-size: 12.5px; fill: var(--ink); }
        svg rect.m { fill: var(--master); } svg rect.b { fill: var(--backup); } svg rect.s { fill: var(--stranger); }
        svg rect.lost { fill: var(--lostfill); stroke: var(--lost); stroke-width: 1; } svg rect.part { fill: url(#part); } svg #part path { stroke: var(--lost); stroke-width: 2.5; } svg #part rect { fill: var(--lostfill); }
        svg rect.odd { fill: var(--calm); } svg rect.even { fill: var(--even); }
        svg text.gap { fill: var(--lost); font-weight: 650; font-size: 12.5px; text-anchor: middle; }
        svg .calm { stroke: var(--calm); stroke-width: .8; } svg .silent { stroke: var(--lost); stroke-width: 1.1; }
        svg .garp { fill: var(--soft); } svg .resign { fill: var(--card); stroke: var(--lost); stroke-width: 1.8; }
        svg .arp { fill: var(--card); stroke: var(--ink); stroke-width: 1.4; }
        svg path.fault { stroke: var(--lost); stroke-width: 1.5; } svg text.fault { fill: var(--lost); font-weight: 650; }
        svg path.takeover { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 2 3; } svg text.takeover { fill: var(--ink); }
        svg path.limit { stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 6 4; }
        .key { display: flex; flex-wrap: wrap; gap: 6px 20px; color: var(--soft); font-size: 13px; margin: 4px 0 0; }
        .key i { display: inline-block; width: 14px; height: 10px; border-radius: 2px; margin-right: 6px; }
        .key .m { background: var(--master); } .key .b { background: var(--backup); } .key .part { background: repeating-linear-gradient(135deg, var(--lostfill) 0 3px, var(--lost) 3px 5px); } .key .lost { background: var(--lostfill); border: 1px solid var(--lost); }
        footer { color: var(--soft); font-size: 13.5px; margin-top: 28px; } footer p { max-width: 78ch; margin: 0 0 8px; }
        """;
}
