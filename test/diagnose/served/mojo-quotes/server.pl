# Quotes of shares, each in its own row.
use Mojolicious::Lite -signatures;
use Mojo::File qw(curfile path);
use Mojo::IOLoop;

app->log->level('fatal');
app->static->paths([path($ENV{JS_FOLDER})->dirname->to_string]);

get '/' => sub ($c) { $c->reply->file(curfile->sibling('index.html')) };

websocket '/quotes' => sub ($c) {
  my $timer = Mojo::IOLoop->recurring(0.08 => sub {
    my $price = 90 + int rand 20;
    $c->send(qq(<tr id="acme"><td>ACME</td><td>$price</td></tr>));
  });
  $c->on(finish => sub { Mojo::IOLoop->remove($timer) });
};

app->start('daemon', '--listen', "http://127.0.0.1:$ENV{PORT}");
