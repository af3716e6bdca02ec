import { Html } from './markup.ts';

// The look of a report: one column, few colours, the fonts of the machine. Colours are pairs for a light and a dark page; each text has a contrast of
// at least 4.5 to what is behind it (WCAG 2.2, 1.4.3), which test/browser/html-report.test.ts measures.

const LIGHT = `
  --paper: #fbfaf6; --card: #ffffff; --sunk: #f3f1ea; --line: #dcd8cc; --soft: #6a655a; --ink: #24221d;
  --pass: #17663a; --pass-soft: #e4f1e8; --fail: #a3211c; --fail-soft: #fae8e5; --warn: #8a4300; --warn-soft: #fbeedd;
  --link: #1d56a5; --ws: #1d56a5; --sse: #7a3a96; --mark: #fdf0c4;`;

const DARK = `
  --paper: #16181b; --card: #1d2024; --sunk: #24282d; --line: #3a3f46; --soft: #a2a7af; --ink: #e6e4df;
  --pass: #7fd0a0; --pass-soft: #1d3327; --fail: #ff9d94; --fail-soft: #3d2424; --warn: #f0b878; --warn-soft: #392c1c;
  --link: #93bdf5; --ws: #93bdf5; --sse: #d3a6ea; --mark: #453b1c;`;

const PAGE = `
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
code, pre, .mono, .diagram text { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
header, main, footer, nav { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3rem; }
footer { padding-top: 1rem; padding-bottom: 3rem; margin-top: 4rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 2.25rem; font-weight: 650; letter-spacing: -.02em; margin: .35rem 0 .5rem; }
h2 { font-size: 1.375rem; font-weight: 650; letter-spacing: -.01em; margin: 3.5rem 0 1rem; }
h3 { font-size: 1.125rem; font-weight: 650; margin: 0 0 .25rem; }
h4 { font-size: .9375rem; font-weight: 650; margin: 1.75rem 0 .5rem; }
p { max-width: 42rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 3px; }
/* Read aloud, and not seen. */
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -200vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; z-index: 1; }
.brand, .soft { color: var(--soft); }
.brand { font-size: .875rem; margin: 0; }
.lead { font-size: 1.125rem; color: var(--soft); }
.verdict { font-weight: 700; margin-right: .1em; }
.pass .verdict, .is-pass { color: var(--pass); }
.fail .verdict, .is-fail { color: var(--fail); }
.warn .verdict, .unknown .verdict, .is-warn, .is-unknown { color: var(--warn); }
.is-skip { color: var(--soft); }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 1.75rem 0 0; padding: 1rem 0 0; border-top: 1px solid var(--line); }
.facts dt { color: var(--soft); font-size: .8125rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; margin: 1.5rem 0 0; padding: 0; font-size: .9375rem; }
.steps { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 1.5rem 0 0; padding: 0; font-size: .875rem; }
.steps a { display: block; padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 99rem; background: var(--card); color: var(--ink); text-decoration: none; }
.steps a:hover { border-color: var(--soft); }
.reason { background: var(--warn-soft); border-radius: 8px; padding: .75rem 1rem; max-width: none; }`;

const FINDINGS = `
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--fail); border-radius: 8px; padding: 1.5rem 1.75rem; margin: 0 0 1.5rem; }
.finding h4:first-child { margin-top: 0; font-size: 1.0625rem; }
.finding.warning { border-left-color: var(--warn); }
.finding > .soft { font-size: .875rem; margin: 0 0 1.25rem; }
.severity { font-weight: 650; color: var(--fail); }
.warning .severity { color: var(--warn); }
.parts { margin: 0; display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem 1rem; }
.parts dt { color: var(--soft); font-size: .875rem; padding-top: .1em; }
.parts dd { margin: 0; max-width: 42rem; overflow-wrap: anywhere; }
.parts dd.wide { max-width: none; }
.parts dd.fix { font-weight: 550; }
code { font-size: .9em; overflow-wrap: anywhere; }
dd code, p code, li code { background: var(--sunk); border-radius: 4px; padding: .1em .3em; }
pre { margin: 0; font-size: .8125rem; line-height: 1.55; background: var(--sunk); border-radius: 6px; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
pre code { font-size: 1em; }
.source { margin: 0 0 .75rem; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.source figcaption { padding: .4rem 1rem; font-size: .8125rem; border-bottom: 1px solid var(--line); }
.source pre { border-radius: 0; padding: .5rem 0; overflow-x: auto; white-space: pre; overflow-wrap: normal; }
.source pre code { display: block; padding: 0; background: none; }
.source .line { display: block; padding: 0 1rem 0 0; min-width: max-content; }
.source .number { display: inline-block; width: 4.5em; padding-right: 1em; text-align: right; color: var(--soft); user-select: none; }
.source .here { background: var(--mark); font-weight: 600; }
.source .here .number { color: var(--ink); }
.source mark { background: none; color: inherit; text-decoration: underline wavy var(--fail); text-underline-offset: .3em; }`;

const TABLES = `
.scroll { position: relative; overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; padding: .75rem 1rem; font-weight: 650; }
caption .soft { font-weight: 400; }
th, td { text-align: left; vertical-align: top; padding: .4rem 1rem; border-top: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; font-size: .8125rem; white-space: nowrap; }
tbody th { font-weight: 500; }
.checks { margin-bottom: 1rem; }
.checks thead th:nth-child(2) { width: 14rem; }
.checks thead th:nth-child(3) { width: 6rem; }
.number-cell { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.brief { white-space: nowrap; }
.wire td, .wire th { padding: .25rem .75rem; font-size: .8125rem; }
.wire td:last-child { width: 100%; min-width: 18rem; overflow-wrap: anywhere; }
.wire code { display: block; font-size: .75rem; line-height: 1.6; }
.wire tr.dropped td { background: var(--fail-soft); }
.wire tr.dropped code { color: var(--fail); }
.wire tr.htmx-event td { color: var(--soft); }
.grid th, .grid td { padding: .4rem .5rem; }
.grid th:first-child { padding-left: 1rem; }
.grid code { white-space: nowrap; }
.step { text-align: center; }
.folder { margin: 2.5rem 0 0; }
.folder > .soft { max-width: none; margin-bottom: .75rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
details { margin: .75rem 0 0; }
summary { cursor: pointer; color: var(--link); font-size: .9375rem; width: fit-content; }
details > :not(summary) { margin-top: .75rem; }`;

const DIAGRAM = `
.talk { margin: 0 0 1rem; }
.talk .scroll { padding: .75rem 0; }
.talk figcaption { font-size: .875rem; color: var(--soft); margin-top: .5rem; max-width: 42rem; }
.diagram { display: block; margin: 0 auto; max-width: 100%; min-width: 44rem; height: auto; font-size: 12px; }
.diagram.wide { min-width: 58rem; }
.diagram text { fill: var(--ink); text-anchor: middle; }
.lane line { stroke: var(--line); stroke-width: 1.5; }
.lane rect { fill: var(--sunk); stroke: var(--line); }
.lane.server rect { fill: var(--ink); stroke: var(--ink); }
.lane text { font-weight: 600; }
.lane.server text { fill: var(--card); }
.diagram .row { fill: transparent; }
.diagram g:hover > .row { fill: var(--sunk); }
.diagram .time { fill: var(--soft); text-anchor: end; font-size: 11px; }
.diagram .kind { fill: var(--soft); text-anchor: start; font-size: 11px; }
.diagram .label, .diagram .told, .break text { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
.diagram g:hover > .label, .diagram g:hover > .told { stroke: var(--sunk); }
.arrow { --hue: var(--soft); }
.arrow.ws { --hue: var(--ws); }
.arrow.sse { --hue: var(--sse); }
.arrow.dropped { --hue: var(--fail); }
.arrow line { stroke: var(--hue); stroke-width: 1.75; }
.arrow .head { fill: var(--hue); }
.arrow.dropped line { stroke-dasharray: 6 4; }
.arrow .cross { stroke: var(--hue); stroke-width: 2.5; fill: none; }
.diagram .told { font-size: 11.5px; fill: var(--pass); }
.diagram .dropped .told { fill: var(--fail); font-weight: 600; }
.diagram .partly .told { fill: var(--warn); }
.note rect { fill: var(--sunk); stroke: var(--line); }
.diagram .note text { fill: var(--soft); font-size: 11.5px; }
.note.wrong rect { fill: var(--fail-soft); stroke: var(--fail); }
.diagram .note.wrong text { fill: var(--fail); }
.diagram .note.wrong .time, .diagram .note.wrong .kind, .diagram .note .time, .diagram .note .kind { fill: var(--soft); font-size: 11px; }
.diagram .break text { fill: var(--soft); font-size: 11.5px; }`;

const NARROW = `
@media (max-width: 40rem) {
  header, main, footer, nav { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.75rem; }
  h2 { margin-top: 2.5rem; }
  .finding { padding: 1.125rem 1rem; }
  .parts { display: block; }
  .parts dd { margin: 0 0 .875rem; }
  th, td { padding: .4rem .6rem; }
  .checks thead th:nth-child(n) { width: auto; }
  .checks .brief { white-space: normal; }
}`;

/** What is folded on a screen is open on paper, but for the table of the whole run: it has many pages. */
const PRINT = `
@media print {
  :root { ${LIGHT} --paper: #fff; --card: #fff; }
  body { font-size: 10pt; }
  header, main, footer, nav { max-width: none; padding-left: 0; padding-right: 0; }
  header { padding-top: 0; }
  nav, .skip { display: none; }
  h2 { margin-top: 1.5rem; }
  h2, h3, h4, caption, figcaption, summary { break-after: avoid; }
  tr, .source, .parts dd { break-inside: avoid; }
  .scroll { overflow: visible; }
  .source pre { white-space: pre-wrap; }
  .source pre code { display: block; padding: 0; background: none; }
.source .line { min-width: 0; }
  .diagram, .diagram.wide { min-width: 0; }
  .talk .scroll { border: 0; }
  .wire td:last-child { min-width: 0; }
  .grid { font-size: 7.5pt; }
  .grid th, .grid td { padding: .2rem; overflow-wrap: anywhere; }
  .grid thead th, .grid .brief, .grid code { white-space: normal; }
  details:not(.long)::details-content { content-visibility: visible; block-size: auto; }
  details.long { display: none; }
}`;

/** All styles of a report. */
export const STYLE = new Html(
  `:root {${LIGHT} }\n@media screen and (prefers-color-scheme: dark) { :root {${DARK} } }${PAGE}${FINDINGS}${TABLES}${DIAGRAM}${NARROW}${PRINT}\n`,
);
