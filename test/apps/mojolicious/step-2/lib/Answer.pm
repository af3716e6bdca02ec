package Answer;
use Mojo::Base 'Exporter', -signatures;

our @EXPORT_OK = qw(answer);

sub answer ($text) { return "You said: $text" }

1;
