# Lines of a log, with htmx 4.
use Mojolicious::Lite -signatures;
use Mojo::File qw(curfile path);
use Mojo::IOLoop;

app->log->level('fatal');
app->static->paths([path($ENV{JS_FOLDER})->dirname->to_string]);

get '/' => sub ($c) { $c->reply->file(curfile->sibling('index.html')) };

get '/log' => sub ($c) {
  $c->res->headers->content_type('text/event-stream');
  $c->write;
  my $line = 0;
  my $timer = Mojo::IOLoop->recurring(0.08 => sub { $line++; $c->write("data: <p>Line $line</p>\n\n") });
  $c->on(finish => sub { Mojo::IOLoop->remove($timer) });
};

app->start('daemon', '--listen', "http://127.0.0.1:$ENV{PORT}");
