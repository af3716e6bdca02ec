import { expect, test } from 'vitest';
import { namesRead } from '../../src/rules/socket/read-names.ts';
import { locatorOf } from '../support/recorded-page.ts';

test.each([
  ['const { message } = JSON.parse(raw);', ['message']],
  ['const { message: text, room = 1 } = JSON.parse(String(raw));', ['message', 'room']],
  ['const data = JSON.parse(raw);\nif (!data.text) return;\ndata.text.trim();', ['text']],
  ['data = json.loads(raw)\nsource = data["HEADERS"].get("HX-Target")\nnick = data.get("nick")', ['HEADERS', 'nick']],
  ['data = await websocket.receive_json()\nname = data["name"]', ['name']],
  ["my $say = decode_json($raw)->{say} // '';", ['say']],
  ["my $data = decode_json($raw);\nmy $say = $data->{'say'};", ['say']],
  ["const config = JSON.parse(readFileSync('config.json', 'utf8'));\nlisten(config.port);", []],
  ['config = json.load(open("c.json"))\nother = json.loads(Path("c.json").read_text())\nprint(other["port"])', []],
  ['socket.on("message", (raw) => socket.send(raw));', []],
])('%s', (source, names) => {
  expect(namesRead(locatorOf(source))).toEqual(names);
});
