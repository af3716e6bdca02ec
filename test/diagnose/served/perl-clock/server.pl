# The clock of the server. Nothing but what comes with Perl.
use strict;
use warnings;
use IO::Socket::INET;

$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1:$ENV{PORT}", Listen => 10, ReuseAddr => 1) or die $!;

while (my $client = $server->accept) {
  next if fork;
  serve($client);
  exit;
}

sub serve {
  my ($client) = @_;
  my ($path) = (<$client> // '') =~ m{^GET (\S+)};
  while (my $header = <$client>) { last if $header eq "\r\n" }
  $client->autoflush(1);
  return clock($client) if ($path // '') eq '/clock';
  my ($name) = ($path // '') =~ m{^/js/([\w.-]+)$};
  my $file = defined $name ? "$ENV{JS_FOLDER}/$name" : 'index.html';
  my $type = defined $name ? 'text/javascript' : 'text/html; charset=utf-8';
  open my $in, '<:raw', $file or return print $client "HTTP/1.0 404 Not Found\r\n\r\n";
  local $/;
  print $client "HTTP/1.0 200 OK\r\nContent-Type: $type\r\n\r\n", <$in>;
}

sub clock {
  my ($client) = @_;
  print $client "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  while (1) {
    my $now = localtime;
    print $client "event: tick\ndata: <time>$now</time>\n\n" or return;
    select undef, undef, undef, 0.08;
  }
}
