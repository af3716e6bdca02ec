import { OWN_REPORT } from '../../model/own-report.ts';
import { Html, markup } from './markup.ts';
import type { Content } from './markup.ts';
import { STYLE } from './style.ts';

/** A part of a report that its navigation names. */
export interface Section {
  /** Of the heading, as an anchor. */
  readonly id: string;
  readonly title: string;
  readonly content: Content;
}

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** The verdict. */
  readonly heading: string;
  /** Below the heading. */
  readonly lead: Content;
  readonly facts: readonly (readonly [name: string, value: Content])[];
  readonly sections: readonly Section[];
  /** Version of the tutor. */
  readonly tutor: string;
}

const MARKS = { pass: '✓', fail: '✗', unknown: '?' } as const;

/**
 * A whole document of HTML. It asks for nothing, and its policy lets it ask for nothing: no script, no style, font or picture from elsewhere, whatever
 * a learner's server has sent.
 */
export function documentOf(page: Page): string {
  const { title, outcome, heading, lead, sections } = page;
  const { html } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
${OWN}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<title>${title}</title>
<link rel="icon" href="data:," />
<style>
${STYLE}
</style>
</head>
<body>
<a class="skip" href="#report">Skip to the report</a>
<header class="${outcome}">
<p class="brand">htmx-realtime-tutor</p>
<h1><span class="verdict" aria-hidden="true">${MARKS[outcome]}</span> ${heading}</h1>
${lead} ${factsOf(page.facts)}
</header>
${sections.length < 2 ? undefined : navigationOf(sections)}
<main id="report" tabindex="-1">${sections.map(sectionOf)}</main>
<footer>
<p>Written by htmx-realtime-tutor ${page.tutor}. The page contains no script and loads nothing.</p>
</footer>
</body>
</html>
`;
  return html;
}

const OWN = new Html(OWN_REPORT);

function factsOf(facts: Page['facts']): Html {
  return markup`<dl class="facts">
${facts.map(
  ([name, value]) =>
    markup`<div>
<dt>${name}</dt>
<dd>${value}</dd>
</div>
`,
)}
</dl>`;
}

function navigationOf(sections: readonly Section[]): Html {
  return markup`<nav aria-label="Parts of the report">
<ul>
${sections.map(
  ({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>
`,
)}
</ul>
</nav>`;
}

function sectionOf({ id, title, content }: Section): Html {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`;
}

/** A part that may be wider than the page, and is scrolled by itself, with the keys as well. */
export function scrolled(label: string, content: Content): Html {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${content}</div>`;
}
