import { expect, test } from 'vitest';
import { httpAnswer } from '../../src/rules/socket/http-answer.ts';
import { serverSource } from '../support/server-source.ts';

const TORNADO = `import tornado.websocket
class Page(tornado.web.RequestHandler):
    def get(self):
        self.write(html)
class Chat(tornado.websocket.WebSocketHandler):
    def on_message(self, text):
        reply = render(text)
        CALL
    def on_close(self):
        self.finish()
`;
const MOJOLICIOUS = `use Mojolicious::Lite -signatures;
get '/' => sub ($c) { $c->render('index') };
websocket '/ws' => sub ($c) {
  $c->on(message => sub ($chat, $text) {
    CALL
  });
};
get '/sse/counter' => sub ($c) { $c->write("data: 1") };
`;

test.each([
  ['main.py', TORNADO, 'self.write(reply)', { call: 'self.write', instead: 'self.write_message' }, 8],
  ['main.py', TORNADO, 'self.render("reply.html")', { call: 'self.render', instead: 'self.write_message' }, 8],
  ['app.pl', MOJOLICIOUS, '$chat->render(text => $html);', { call: '$chat->render', instead: '$chat->send' }, 5],
])('in %s a message is answered like a request: %#', (file, source, call, answers, line) => {
  const locate = serverSource(file, source.replace('CALL', call));
  expect(httpAnswer(locate)).toEqual({ answers, where: [{ file, line }] });
});

test.each([
  ['main.py', TORNADO, 'self.write_message(reply)'],
  ['app.pl', MOJOLICIOUS, '$chat->send($html);'],
  ['main.js', "socket.on('message', (data) => { CALL });", 'response.write(data);'],
])('in %s a message is answered with one, and requests are answered elsewhere: %#', (file, source, call) => {
  expect(httpAnswer(serverSource(file, source.replace('CALL', call)))).toBeUndefined();
});
