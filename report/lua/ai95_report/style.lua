--- The style sheets: of the page, and of its cards in another page. They have no <, > or &, so that
--- they mean the same in HTML and in XML.
local style = {}

--- Each colour for light and for dark screens. Text (ink and muted) has a contrast of at least 4.5
--- to paper and card; shapes have at least 3 to their background.
style.colours = {
  paper = { "#f4f5f2", "#101418" },
  card = { "#ffffff", "#181e24" },
  ink = { "#1b242c", "#e8ecef" },
  muted = { "#56626d", "#a3afba" },
  line = { "#dfe3e0", "#2d363f" },
  track = { "#edf0ee", "#242d35" },
  accent = { "#0b6e78", "#4fb8c0" },
  volume = { "#7d8a94", "#76848f" },
  warning = { "#8a4b08", "#f0b46a" },
}

local function variables(scheme)
  local names, lines = {}, {}
  for name in pairs(style.colours) do
    names[#names + 1] = name
  end
  table.sort(names)
  for i, name in ipairs(names) do
    lines[i] = ("--%s: %s;"):format(name, style.colours[name][scheme])
  end
  return table.concat(lines, " ")
end

--- The rules of the document: its frame, its head and the switch between the languages.
local DOCUMENT = [[
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
  font-variant-numeric: tabular-nums; -webkit-font-smoothing: antialiased;
}
.page { max-width: 1120px; margin: 0 auto; padding: 40px 24px 56px; }
.brand { max-width: 1120px; margin: 0 auto; padding: 32px 174px 0 24px; }
.brand img { display: block; max-width: 260px; max-height: 56px; }
.brand ~ .page { padding-top: 20px; }
header { margin-bottom: 28px; padding-right: 150px; }
h1 { margin: 0; font-size: 28px; line-height: 1.25; font-weight: 650; letter-spacing: .01em; }
.range { margin-top: 8px; font-size: 16px; }
.pick { position: absolute; opacity: 0; pointer-events: none; }
.switch {
  position: absolute; top: 44px; left: 0; right: 0; max-width: 1120px; margin: 0 auto;
  padding: 0 24px; text-align: right; pointer-events: none;
}
.switch label {
  display: inline-block; padding: 4px 14px; border: 1px solid var(--line);
  background: var(--card); color: var(--muted); font-size: 13px; cursor: pointer;
  pointer-events: auto;
}
.switch label:first-child { border-radius: 7px 0 0 7px; border-right: 0; }
.switch label:last-child { border-radius: 0 7px 7px 0; }
#pick-zh:checked ~ #page-en, #pick-en:checked ~ #page-zh { display: none; }
#pick-zh:checked ~ .switch label[for=pick-zh],
#pick-en:checked ~ .switch label[for=pick-en] {
  background: var(--accent); border-color: var(--accent); color: var(--card);
}
#pick-zh:focus-visible ~ .switch label[for=pick-zh],
#pick-en:focus-visible ~ .switch label[for=pick-en],
summary:focus-visible, .scroll:focus-visible {
  outline: 2px solid var(--ink); outline-offset: 2px;
}
@media (prefers-color-scheme: dark) {
  .brand img { padding: 6px; border-radius: 6px; background: white; }
}
@media (max-width: 560px) {
  .page { padding: 24px 16px 40px; }
  .brand { padding: 20px 156px 0 16px; }
  .brand img { max-width: 100%; max-height: 44px; }
  header { padding-right: 0; }
  h1 { font-size: 24px; padding-right: 140px; }
  .switch { top: 24px; padding: 0 16px; }
  .switch label { padding: 4px 10px; }
}
@media print {
  @page { margin: 11mm; }
  body { background: none; }
  main { zoom: .7; }
  .page, .brand ~ .page { max-width: none; padding: 0; }
  .brand { padding: 0 0 10px; }
  .brand img { padding: 0; }
  header { padding-right: 0; margin-bottom: 16px; }
  .switch { display: none; }
}
]]

--- The rules of what card.lua and its users make. Another page can have them, too.
local CARDS = [[
* { box-sizing: border-box; }
h2 { margin: 0; font-size: 17px; line-height: 1.4; font-weight: 620; }
p { margin: 0; }
.muted, .finding, .made { color: var(--muted); }
.made { font-size: 13px; }
.warnings {
  margin: 0 0 20px; padding: 12px 16px 12px 34px; background: var(--card);
  border: 1px solid var(--line); border-left: 4px solid var(--warning); border-radius: 6px;
  color: var(--warning); font-size: 14px; list-style: disc;
}
.tiles {
  display: grid; grid-template-columns: repeat(5, 1fr); margin: 0 0 20px; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; overflow: hidden;
}
.tile { padding: 18px 20px 16px; box-shadow: -1px -1px 0 var(--line); }
.tile dt { color: var(--muted); font-size: 13px; }
.tile dd { margin: 0; }
.figure { font-size: 25px; line-height: 1.35; font-weight: 620; white-space: nowrap; }
.tile .muted { font-size: 12.5px; }
.cards { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px; }
.card {
  display: flex; flex-direction: column; min-width: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; padding: 20px 22px 14px;
}
.wide { grid-column: 1 / -1; }
.finding { min-height: 1.6em; font-size: 13.5px; }
.keys {
  display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 10px 0 0; padding: 0; list-style: none;
  color: var(--muted); font-size: 12.5px;
}
.key {
  display: inline-block; width: 11px; height: 11px; margin-right: 6px; border-radius: 2px;
  vertical-align: -1px;
}
.key.talked { background: var(--accent); }
.key.other { background: var(--volume); }
.key.now { height: 2px; width: 16px; vertical-align: 4px; background: var(--accent); }
.key.before {
  height: 0; width: 16px; vertical-align: 4px; border-top: 1.5px dashed var(--volume);
  border-radius: 0;
}
.key[class*=heat] { background: var(--accent); }
.key.heat-1 { opacity: .08; }
.key.heat-2 { opacity: .2; }
.key.heat-3 { opacity: .33; }
.key.heat-4 { opacity: .47; }
.key.few { border: 1.5px solid var(--accent); }
.key.whisker { width: 2px; height: 13px; background: var(--ink); vertical-align: -2px; }
.key.mark {
  width: 0; height: 13px; border-left: 2px dashed var(--ink); border-radius: 0;
  vertical-align: -2px;
}
.chart { display: block; flex: none; margin: 14px 0 12px; overflow: visible; font-size: 12px; }
.columns { padding-left: 36px; }
.chart text { fill: var(--ink); }
.chart .axis, .chart .tick { fill: var(--muted); font-size: 11.5px; }
.chart .axis { text-anchor: end; }
.chart .axis.start { text-anchor: start; }
.chart .tick, .chart .value { text-anchor: middle; }
.chart .note { font-size: 11px; }
.chart .value { font-size: 11.5px; font-weight: 600; }
.chart .name { font-size: 13.5px; }
.chart .value.minor { font-size: 10.5px; }
.chart .short { display: none; }
.chart .number { fill: var(--muted); text-anchor: end; font-size: 12.5px; }
.grid { stroke: var(--line); stroke-width: 1; }
.base { stroke: var(--volume); stroke-width: 1; }
.hit { fill: transparent; }
g:hover .hit { fill: var(--track); fill-opacity: .55; }
.track { fill: var(--track); }
.bar { fill: var(--accent); }
.bar.few { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
.volume, .other { fill: var(--volume); }
.line { stroke: var(--accent); stroke-width: 2; }
.line.before { stroke: var(--volume); stroke-width: 1.5; stroke-dasharray: 5 3; }
.point { fill: var(--accent); }
.point.few { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }
.drawn { pointer-events: none; }
.heat { fill: var(--accent); }
.heat.few { fill: none; stroke: var(--line); stroke-width: 1; }
.heat-1 { fill-opacity: .08; }
.heat-2 { fill-opacity: .2; }
.heat-3 { fill-opacity: .33; }
.heat-4 { fill-opacity: .47; }
.chart .cell { text-anchor: middle; font-size: 11px; pointer-events: none; }
.chart .cell.top { fill: var(--card); }
.heat.few ~ .cell { fill: var(--muted); }
.whisker { stroke: var(--ink); stroke-width: 1.5; stroke-opacity: .75; }
.mark { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 3 2.5; }
details { margin-top: auto; border-top: 1px solid var(--line); font-size: 13.5px; }
summary { padding: 9px 0 3px; color: var(--accent); cursor: pointer; width: max-content; }
.scroll { overflow-x: auto; margin-top: 6px; }
table { width: 100%; border-collapse: collapse; line-height: 1.45; }
th, td {
  padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; font-weight: 400;
}
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-size: 12.5px; vertical-align: bottom; }
th:first-child { text-align: left; }
tbody th { white-space: normal; min-width: 10em; overflow-wrap: anywhere; }
.brief th { white-space: nowrap; min-width: 0; }
.words { text-align: left; }
.notes { margin-top: 32px; color: var(--muted); font-size: 13.5px; }
.notes h2 { color: var(--ink); font-size: 15px; }
.notes ul { margin: 8px 0 0; padding-left: 20px; list-style: disc; }
.notes li { margin-bottom: 4px; }
.nothing { padding: 56px 24px; text-align: center; }
@media (max-width: 980px) {
  .tiles { grid-template-columns: repeat(6, 1fr); }
  .tile { grid-column: span 3; }
  .tile:first-child { grid-column: 1 / -1; }
  .cards { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 560px) {
  .tile { padding: 14px 16px 12px; }
  .figure { font-size: 21px; }
  .card { padding: 16px 16px 12px; border-radius: 8px; }
  .minor, .chart .long { display: none; }
  .chart .short { display: inline; }
  .chart .tick { font-size: 10px; }
  .chart .value { font-size: 10.5px; }
  .chart .cell { font-size: 9.5px; }
}
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .tiles { grid-template-columns: repeat(5, 1fr); margin-bottom: 12px; }
  .tile, .tile:first-child { grid-column: auto; padding: 12px 16px; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; }
  .card { display: block; padding: 14px 16px 10px; }
  .beside { display: grid; grid-template-columns: 1fr 1fr; column-gap: 32px; }
  .beside h2, .beside .finding, .beside .keys { grid-column: 1 / -1; }
  .tiles, .beside, .chart, .notes li, tr { break-inside: avoid; }
  .card:not(:has(tbody tr:nth-child(16))) { break-inside: avoid; }
  h2, .finding, .keys, .chart, thead { break-after: avoid; }
  summary { display: none; }
  details, .scroll { margin: 0; border: 0; overflow: visible; }
  details::details-content { content-visibility: visible; }
  .wide .scroll:has(.long) { columns: 2; column-gap: 32px; }
  table { font-size: 12.5px; line-height: 1.35; }
  th, td { padding: 2px 8px 2px 0; }
  thead th, .brief thead th { font-size: 12px; white-space: normal; }
  .notes { margin-top: 16px; }
  .notes ul { columns: 2; column-gap: 32px; }
}
]]

--- A style sheet whose colours are those of `root`. The dark ones come before the rules, and those
--- of paper last.
local function sheet(root, rules)
  return ("%s { color-scheme: light dark; %s }\n@media (prefers-color-scheme: dark) { %s { %s } }\n"
    .. "%s@media print { %s { color-scheme: light; %s } }\n"):format(root, variables(1), root,
    variables(2), rules, root, variables(1))
end

--- The style sheet of the page.
---@return string
function style.page()
  return sheet(":root", DOCUMENT .. CARDS)
end

--- The class of the element that has the cards in another page.
style.SCOPE = "ai95-report"

--- The rules, for elements within the scope only.
local function scoped(rules, scope)
  return (rules:gsub("([^{}]+){", function(selectors)
    if selectors:find "^%s*@" then
      return nil
    end
    return selectors:gsub("(%s*)([^,]+)", "%1" .. scope .. " %2") .. "{"
  end))
end

--- The style sheet of the cards in another page. It changes nothing outside their element.
---@return string
function style.cards()
  local scope = "." .. style.SCOPE
  local text = ("SCOPE { color: var(--ink); font-size: 15px; line-height: 1.6;"
    .. " font-variant-numeric: tabular-nums; }\nSCOPE .made { margin-bottom: 14px; }\n")
    :gsub("SCOPE", scope)
  return sheet(scope, text .. scoped(CARDS, scope))
end

return style
