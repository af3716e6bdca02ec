import { expect, test } from 'vitest';
import type { Contract } from '../../src/model/contract.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { withAnsweredError } from '../../src/run/answered-error.ts';
import { CONTRACT } from '../../src/chapter/contract.ts';
import { logOf } from '../support/server-source.ts';

const contract: Contract = CONTRACT;
const at = { folder: '/home/ada/demo', served: { path: '/', contract, locate: NOWHERE } };

// As the frameworks answered while the test was written, shortened.
const EXPRESS =
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>ReferenceError: pge is not defined<br> &nbsp; &nbsp;at file:///home/ada/demo/main.js:7:25<br> &nbsp; &nbsp;at Layer.handleRequest (/home/ada/demo/node_modules/router/lib/layer.js:152:17)</pre>\n</body>\n</html>\n';
const TORNADO =
  'Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/tornado/web.py", line 1733, in _execute\n    result = method(*self.path_args, **self.path_kwargs)\n  File "/home/ada/demo/main.py", line 7, in get\n    self.render(page)\nNameError: name \'page\' is not defined\n';
const MOJOLICIOUS =
  '<!DOCTYPE html>\n<html>\n<head><title>Server Error (development mode)</title></head>\n<body>\n<pre id="error" class="error">oops at app.pl line 7.\n</pre>\n<pre>File &quot;app.pl&quot;, line 27, in &quot;main&quot;</pre>\n<td class="value"><pre>GET</pre></td>\n</body></html>';

test.each([
  ['Express', EXPRESS, 'ReferenceError', 'pge is not defined', { file: 'main.js', line: 7, column: 25 }],
  ['Tornado', TORNADO, 'NameError', "name 'page' is not defined", { file: 'main.py', line: 7 }],
  ['Mojolicious', MOJOLICIOUS, 'oops at app.pl line 7.', '', { file: 'app.pl', line: 7 }],
])('the error in an answer of %s', (_, body, name, message, where) => {
  const { error } = withAnsweredError(SILENT, { status: 500, body }, at);
  expect(error?.report).toMatchObject({ name, message, where });
  expect(error?.lines.join('\n')).toContain(message || name);
});

test('what the server printed, an answer without an error, and one with another status stay as they are', () => {
  const printed = logOf('KeyError: 1');
  expect(withAnsweredError(printed, { status: 500, body: TORNADO }, at)).toBe(printed);
  const plain = { status: 500, body: '<html><title>500: Internal Server Error</title></html>' };
  expect(withAnsweredError(SILENT, plain, at)).toBe(SILENT);
  expect(withAnsweredError(SILENT, { status: 404, body: TORNADO }, at)).toBe(SILENT);
});
