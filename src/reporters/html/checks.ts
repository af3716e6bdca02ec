import type { CheckResult, CheckStatus, StepResult } from '../../model/check.ts';
import { noResultText } from '../../terminal/checks.ts';
import { measuredText } from '../../terminal/units.ts';
import { outcomeOf } from '../outcome.ts';
import { markup, prose } from './markup.ts';
import type { Html } from './markup.ts';

const WORDS: Readonly<Record<CheckStatus, string>> = {
  pass: '✓ passed',
  fail: '✗ failed',
  warn: '! warning',
  skip: '– skipped',
  unknown: '? undecided',
};

/** A status in words and with its sign, so that nothing depends on its colour. */
export function statusOf(status: CheckStatus): Html {
  return markup`<span class="is-${status}">${WORDS[status]}</span>`;
}

/** All steps in a line, each with its sign. */
export function stepLine(steps: readonly StepResult[]): Html {
  const each = steps.map((step) => {
    const outcome = outcomeOf(step);
    const [sign = '', word = ''] = WORDS[outcome].split(' ');
    return markup`<li><a href="#${step.step}"><span class="is-${outcome}" aria-hidden="true">${sign}</span> ${step.step}<span class="hidden">, ${word}</span></a></li>
`;
  });
  return markup`<ol class="steps">${each}</ol>`;
}

/** A step and its checks. @param anchorOf where the findings of a check are described; empty: nowhere */
export function stepTable(step: StepResult, anchorOf: (check: CheckResult) => readonly Anchor[]): Html {
  const { checks } = step;
  return markup`<div class="scroll checks" id="${step.step}" role="region" tabindex="0" aria-label="Checks of ${step.step}">
<table>
<caption>
${step.step} ${prose(step.title)}
<span class="soft">·</span>
${statusOf(outcomeOf(step))}
</caption>
<thead>
<tr>
<th scope="col">Check</th>
<th scope="col">Result</th>
<th scope="col" class="number-cell">Time</th>
</tr>
</thead>
<tbody>
${checks.map((check) => rowOf(check, anchorOf(check)))}
</tbody>
</table>
</div>
`;
}

/** Where a finding is described. */
export interface Anchor {
  readonly id: string;
  readonly code: string;
}

function rowOf(check: CheckResult, anchors: readonly Anchor[]): Html {
  const why = noResultText(check);
  const links = anchors.map(({ id, code }) => markup` <a href="#${id}"><code>${code}</code></a>`);
  return markup`<tr>
<th scope="row">
${prose(check.title)}${
    why === undefined
      ? undefined
      : markup`<br />
<span class="soft">${why}</span>`
  }
</th>
<td class="brief">${statusOf(check.status)}${links}</td>
<td class="number-cell">${check.status === 'skip' ? '' : measuredText(check.durationMs)}</td>
</tr>
`;
}
