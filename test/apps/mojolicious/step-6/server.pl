use Mojolicious::Lite -signatures;
use Mojo::File qw(curfile);
use lib curfile->sibling('lib')->to_string;
use Answer qw(answer);

my $page = curfile->sibling('templates', 'index.html');

app->log->level('warn');
app->static->paths([curfile->sibling('static')->to_string]);

get '/' => sub ($c) {
  return $c->reply->not_found unless -e $page;
  $c->render(data => $page->slurp, format => 'html');
};

get '/static/*file' => sub ($c) { $c->reply->static($c->param('file')) };

websocket '/ws' => sub ($c) {
  $c->on(message => sub ($c, $text) {
    my $reply = answer($text);
    $c->send($reply) if defined $reply;
  });
};

get '/sse/counter' => sub ($c) {
  $c->res->headers->content_type('text/event-stream')->cache_control('no-cache');
  $c->write;
  my $count = 0;
  my $timer = Mojo::IOLoop->recurring(1 => sub { $count++; $c->write("data: <b>$count</b>\n\n") });
  $c->on(finish => sub { Mojo::IOLoop->remove($timer) });
};

app->start;
