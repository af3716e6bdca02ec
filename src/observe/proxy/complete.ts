import type { PageReport } from '../../model/coached.ts';
import type { PageRecord, PageScript } from '../../model/page.ts';
import type { WireEvent } from '../../model/wire.ts';
import { withAnswers } from '../page/snapshot.ts';
import { scriptRefusal, streamRefusal } from '../page/web-rules/refusals.ts';

type Answer = WireEvent & { readonly type: 'answer' };

const MOST = 300;

/** The last answers that went through, by path and query: a page is not told why a script did not load or a stream ended. */
export class Answers {
  readonly #last = new Map<string, Answer>();
  readonly #streams = new Map<string, string>();

  add(answer: Answer): void {
    this.#last.delete(answer.target);
    this.#last.set(answer.target, answer);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST && oldest !== undefined) this.#last.delete(oldest);
  }

  /** Adds to a report of a page what the wire knows. @param tab number of the page */
  complete(tab: number, report: PageReport): PageReport {
    if (report.type === 'record') return { type: 'record', record: this.#completeRecord(tab, report.record) };
    if (report.type !== 'snapshot') return report;
    const answers = new Map<string, Pick<PageScript, 'status' | 'contentType'>>();
    for (const { src } of report.snapshot.scripts) {
      const answer = this.#answerTo(src);
      if (answer !== undefined) answers.set(src, { status: answer.status, contentType: answer.contentType });
    }
    return { type: 'snapshot', snapshot: withAnswers(report.snapshot, answers) };
  }

  /** A page has gone. */
  forget(tab: number): void {
    for (const key of this.#streams.keys()) if (key.startsWith(`${tab} `)) this.#streams.delete(key);
  }

  #completeRecord(tab: number, record: PageRecord): PageRecord {
    if (record.type === 'stream-new') this.#streams.set(`${tab} ${record.stream}`, record.url);
    if (record.type === 'stream-error') {
      const answer = this.#answerTo(this.#streams.get(`${tab} ${record.stream}`) ?? '');
      const refusal = answer === undefined ? undefined : streamRefusal(answer);
      return refusal === undefined ? record : { ...record, failure: refusal };
    }
    if (record.type !== 'load-failed') return record;
    const answer = this.#answerTo(record.url);
    const refusal = answer === undefined ? undefined : scriptRefusal(answer);
    return refusal === undefined ? record : { ...record, failure: refusal };
  }

  #answerTo(url: string): Answer | undefined {
    if (!URL.canParse(url)) return undefined;
    const { pathname, search } = new URL(url);
    return this.#last.get(pathname + search);
  }
}
