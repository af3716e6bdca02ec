import type { Finding } from '../../model/finding.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { PageFacts, lastSegment, whyHung } from './page-facts.ts';
import { whyNotServed } from '../../run/page-served.ts';
import { untilConnected } from './page-socket.ts';

const LOOKS_LIKE_HTML =
  /^[\s\uFEFF]*<(?:!doctype html|!--|html|head|body|script|title|style|div|h1|p|a|b|br|table|iframe)[\s>]/iu;

/** GET / answers with an HTML page. */
export const pageServed: ChapterCheck<'page-served'> = {
  id: 'page-served',
  title: 'GET / answers with an HTML page',
  observes: 'page',
  needs: ['server-starts'],
  async run(context) {
    const answer = await context.get('/');
    const did = { kind: 'http', path: '/' } as const;
    if (!answer.ok) {
      return failed({
        code: 'server/stopped-answering',
        severity: 'error',
        facts: { request: did },
        evidence: { did, received: answer.problem.message, waitedMs: answer.problem.waitedMs },
      });
    }
    const { status, headers, body } = answer.value;
    if (status >= 400 || status < 200) return failed(await whyNotServed(context, { status, body }));
    const contentType = headers['content-type'] ?? '';
    // Without a type a browser looks at the first bytes (WHATWG MIME Sniffing, section 7.1).
    if (contentType === '' && headers['x-content-type-options'] !== 'nosniff' && LOOKS_LIKE_HTML.test(body))
      return PASSED;
    if (!/\b(?:text\/html|application\/xhtml\+xml)\b/iu.test(contentType) && status < 300) {
      return failed({
        code: 'page/not-html',
        severity: 'error',
        facts: { contentType },
        evidence: {
          did,
          received: body.slice(0, 300),
          where: context.sources.find('server', /content-type/iu, /^\s*@\w[\w.]*\(\s*['"]\/['"]/u),
        },
      });
    }
    return PASSED;
  },
};

/** Names by which the scripts of the chapter go; another script that is missing is worth a warning only. */
const NEEDED_SCRIPT = /htmx|(?:^|[-_.])(?:ws|sse)(?:[-_.]|$)/iu;

/** Every script that the page asks for is there and is JavaScript. */
export const pageScripts: ChapterCheck<'page-scripts'> = {
  id: 'page-scripts',
  title: 'The scripts of the page load',
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-served'],
  async run(context, tab): Promise<Outcome> {
    const facts = await PageFacts.of(context, tab);
    // A page that stopped before it was looked at has told nothing, not even its address.
    const hung = facts.snapshot.url === '' ? whyHung(tab) : undefined;
    if (hung !== undefined) return failed(hung);
    const sources = facts.scriptSources();
    const findings: Finding[] = [];
    for (const src of sources) {
      const url = new URL(src, facts.snapshot.url).href;
      const failure = facts.records.find((record) => record.type === 'load-failed' && record.url === url);
      const status = facts.snapshot.scripts.find((script) => script.src === url);
      const broken = failure !== undefined || (status?.status !== undefined && status.status >= 400);
      const notScript = /\b(?:text\/html|application\/json)\b/u.test(status?.contentType ?? '');
      if (!broken && !notScript) continue;
      const needed = NEEDED_SCRIPT.test(lastSegment(src)) || NEEDED_SCRIPT.test(src);
      findings.push({
        code: 'page/script-missing',
        severity: needed ? 'error' : 'warning',
        facts: { src, status: status?.status ?? 0, contentType: status?.contentType ?? '' },
        evidence: {
          did: { kind: 'http', path: src },
          received: failure?.type === 'load-failed' ? failure.reason : `status ${status?.status ?? 0}`,
          where: facts.placeOfScript(src),
        },
      });
    }
    for (const record of facts.records) {
      if (record.type === 'substituted')
        findings.push({
          code: 'page/cdn-script',
          severity: 'warning',
          facts: { url: record.url },
          evidence: { where: facts.placeOfScript(record.url) },
        });
    }
    return {
      findings: findings.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
    };
  },
};

/** htmx is there, of a version that the extensions work with, and the ws extension has registered itself. */
export const pageHtmx: ChapterCheck<'page-htmx'> = {
  id: 'page-htmx',
  title: 'htmx starts and knows the ws extension',
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-scripts'],
  async run(context, tab) {
    let facts = await PageFacts.of(context, tab);
    let wrong = whyNoHtmx(facts) ?? whyNoExtension(facts, 'ws');
    if (wrong !== undefined && !facts.connected) {
      // A socket that opens a moment later makes an unusual page a right one.
      await untilConnected(tab);
      facts = await PageFacts.of(context, tab);
      wrong = whyNoHtmx(facts) ?? whyNoExtension(facts, 'ws');
    }
    return wrong === undefined ? { findings: versionWarnings(facts) } : failed(wrong);
  },
};

function whyNoHtmx(facts: PageFacts): Finding | undefined {
  const scripts = facts.scriptSources();
  const where = facts.place((element) => element.tag === 'script');
  const evidence = {
    did: { kind: 'page' },
    where: where.length > 0 ? where : facts.place((element) => element.tag === 'head'),
  } as const;
  const { htmx } = facts.snapshot;
  const works = facts.records.some((record) => record.type === 'htmx');
  if (htmx === undefined && works) return undefined;
  if (htmx === undefined) return { code: 'htmx/missing', severity: 'error', facts: { scripts }, evidence };
  if (facts.connected) return undefined;
  const core = facts.placeOfScript(
    scripts.find((src) => /htmx(?:\.min|\.esm|\.amd|\.cjs)*\.js/u.test(lastSegment(src)) || /htmx\.org/u.test(src)) ??
      '',
  );
  if (!htmx.version.startsWith('2.')) {
    return {
      code: 'htmx/wrong-version',
      severity: 'error',
      facts: { version: htmx.version },
      evidence: { ...evidence, received: facts.complaints().slice(0, 3).join('\n'), where: core },
    };
  }
  return undefined;
}

/** Versions that do not belong together and happen to work for the chat. */
function versionWarnings(facts: PageFacts): readonly Finding[] {
  const { htmx } = facts.snapshot;
  const did = { kind: 'page' } as const;
  if (htmx === undefined || !htmx.extensions.includes('ws')) return [];
  const script = facts.scriptSources().find((src) => isExtensionScript(src, 'ws')) ?? '';
  const old = facts.complaints().find((text) => /htmx 1 extension/u.test(text));
  if (old !== undefined)
    return [
      {
        code: 'htmx/old-extension',
        severity: 'warning',
        facts: { script },
        evidence: { did, received: old, where: facts.placeOfScript(script) },
      },
    ];
  if (!htmx.version.startsWith('1.')) return [];
  return [
    {
      code: 'htmx/wrong-version',
      severity: 'warning',
      facts: { version: htmx.version },
      evidence: { did, where: facts.place((element) => element.tag === 'script') },
    },
  ];
}

function isExtensionScript(src: string, extension: 'ws' | 'sse'): boolean {
  return new RegExp(`(?:^|[-_./])${extension}(?:\\.min|\\.esm)?\\.js(?:$|[?#])|htmx-ext-${extension}`, 'u').test(src);
}

/** Why htmx does not know the extension, once htmx itself is there. Undefined: it knows it. */
export function whyNoExtension(facts: PageFacts, extension: 'ws' | 'sse'): Finding | undefined {
  if (facts.snapshot.htmx?.extensions.includes(extension) === true) return undefined;
  const complaints = facts.complaints();
  const scripts = facts.scriptSources();
  const script = scripts.find((src) => isExtensionScript(src, extension));
  const evidence = { did: { kind: 'page' }, received: complaints.slice(0, 3).join('\n') } as const;
  const core = scripts.findIndex((src) => /htmx(?:\.min)?\.js|htmx\.org/u.test(src));
  if (script !== undefined && complaints.some((text) => /htmx is not defined|Can't find variable: htmx/u.test(text))) {
    return {
      code: 'htmx/extension-before-core',
      severity: 'error',
      facts: { script },
      evidence: { ...evidence, where: facts.placeOfScript(script) },
    };
  }
  if (facts.connected && extension === 'ws') return undefined;
  const otherVersion = facts.snapshot.elements
    .flatMap((element) => Object.keys(element.attributes))
    .find((name) => new RegExp(`^(?:data-)?hx-${extension}[:-](?:connect|send|close)`, 'u').test(name));
  if (otherVersion !== undefined) {
    const use = otherVersion.replace(/^(?:data-)?hx-/u, '').replace(':', '-');
    return {
      code: 'htmx/other-version-syntax',
      severity: 'error',
      facts: { attribute: otherVersion, use },
      evidence: { ...evidence, where: facts.placeOf(otherVersion) },
    };
  }
  const old = facts.having(`hx-${extension}`)[0];
  if (old !== undefined) {
    const value = attributeOf(old.attributes, `hx-${extension}`);
    return {
      code: 'htmx/old-syntax',
      severity: 'error',
      facts: { attribute: `hx-${extension}`, value },
      evidence: { ...evidence, where: facts.placeOf(`hx-${extension}`) },
    };
  }
  const where =
    core === -1 ? facts.place((element) => element.tag === 'script') : facts.placeOfScript(scripts[core] ?? '');
  return {
    code: 'htmx/extension-script-missing',
    severity: 'error',
    facts: { extension },
    evidence: { ...evidence, where },
  };
}

function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string {
  return attributes[name] ?? attributes[`data-${name}`] ?? '';
}
