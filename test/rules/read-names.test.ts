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
  ['data = json.loads(raw)\nseen = data.pop("HEADERS")\nwords = data["words"]', ['HEADERS', 'words']],
  ['data = json.loads(raw)\ndata.pop("HEADERS", None)\nwords = data.pop("words", "")', ['words']],
  ['data = json.loads(raw)\ndel data["HEADERS"]', ['HEADERS']],
  ['words = json.loads(await ws.receive_text())["words"]', ['words']],
  ["words = (await ws.receive_json())['words']", ['words']],
  ['const data = JSON.parse(raw);\nconst { HEADERS, ...rest } = data;', ['HEADERS']],
  ['const data = JSON.parse(raw);\nconst { words } = data.body ?? {};', ['body']],
  ['const data = JSON.parse(raw);\nconst who = data?.nick ?? data?.["who"];', ['nick', 'who']],
  ['const data = JSON.parse(raw);\ndelete data.HEADERS;\nsay(data.words);', ['words']],
  ['const words = JSON.parse(String(raw)).words;', ['words']],
  ['const words = JSON.parse(raw).words.trim();', ['words']],
  ['my $data = decode_json($raw);\nmy $seen = delete $data->{HEADERS};', ['HEADERS']],
  ['my $data = decode_json($raw);\ndelete $data->{HEADERS};\nsay $data->{words};', ['words']],
  ['my %data = %{ decode_json($raw) };\nsay $data{words};', ['words']],
  ['my $data = decode_json($raw);\nmy ($nick, $words) = @$data{qw(nick words)};', ['nick', 'words']],
  ["const config = JSON.parse(readFileSync('config.json', 'utf8'));\nlisten(config.port);", []],
  ['config = json.load(open("c.json"))\nother = json.loads(Path("c.json").read_text())\nprint(other["port"])', []],
  ['socket.on("message", (raw) => socket.send(raw));', []],
])('%s', (source, names) => {
  expect(namesRead(locatorOf(source))).toEqual(names);
});
