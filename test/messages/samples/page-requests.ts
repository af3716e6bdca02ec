import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

/** Requests of htmx for the page, and their answers. */
export const requestSamples: Samples<'page/answer-not-fragment' | 'page/request-failed'> = {
  'page/answer-not-fragment': [
    {
      facts: { method: 'POST', path: '/notes', into: 'form#write', holds: 'page', twice: '#notes' },
      evidence: AT_PAGE,
    },
    {
      facts: { method: 'GET', path: '/list', into: 'div#list', holds: 'json' },
      evidence: { ...AT_PAGE, received: '"<ul></ul>"' },
    },
  ],
  'page/request-failed': [
    { facts: { method: 'GET', path: '/rows', status: 404, event: 'changed' }, evidence: AT_PAGE },
    { facts: { method: 'POST', path: '/send', status: 405 }, evidence: AT_PAGE, severity: 'warning' },
    { facts: { method: 'GET', path: '/panel', status: 500 }, evidence: AT_PAGE },
    { facts: { method: 'GET', path: 'http://localhost:4000/panel', status: 0 }, evidence: AT_PAGE },
    { facts: { method: 'GET', path: '/panel', status: 500, major: 4 }, evidence: AT_PAGE },
    {
      facts: { method: 'POST', path: '/notes', status: 422, typed: true, wants: 'json' },
      evidence: { ...AT_PAGE, received: '{"detail":[{"type":"model_attributes_type","loc":["body"]}]}' },
    },
    { facts: { method: 'POST', path: '/notes', status: 403, typed: true, wants: 'token' }, evidence: AT_PAGE },
    { facts: { method: 'POST', path: '/notes', status: 500, typed: true, wants: 'parser' }, evidence: AT_PAGE },
    { facts: { method: 'POST', path: '/notes', status: 422, typed: true, wants: 'query', name: 'text' } },
    { facts: { method: 'POST', path: '/notes', status: 422, typed: true, wants: 'field', name: 'title' } },
    { facts: { method: 'POST', path: '/notes', status: 422, typed: true }, evidence: AT_PAGE, severity: 'warning' },
  ],
};
