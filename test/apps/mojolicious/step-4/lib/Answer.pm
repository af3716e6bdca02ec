package Answer;
use Mojo::Base 'Exporter', -signatures;
use Mojo::JSON qw(from_json);
use Mojo::Util qw(xml_escape);

our @EXPORT_OK = qw(answer);

# HTML for the chat window; undef for what the page's form would never send.
sub answer ($text) {
  my $fields = eval { from_json($text) };
  return undef unless ref $fields eq 'HASH' && defined $fields->{message} && !ref $fields->{message};
  my $line = sprintf '<p>You said: %s</p>', xml_escape($fields->{message});
  return qq{<div id="chat-window" hx-swap-oob="beforeend">$line</div>};
}

1;
