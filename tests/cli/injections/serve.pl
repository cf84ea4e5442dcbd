# Keeps, by method, what was asked for, the header X-Value and the body; the port goes to PORT.
use strict;
use IO::Socket::INET;
my ($port, $got) = @ARGV;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => "127.0.0.1") or die "$!";
open(my $out, ">", "$port.new") or die "$!";
print $out $server->sockport;
close $out;
rename "$port.new", $port;
while (my $c = $server->accept) {
    my ($method, $target) = (<$c> // "") =~ /^(\S+) (.*) HTTP/ or next;
    my ($value, $len) = ("", 0);
    while (defined(my $line = <$c>)) {
        last if $line =~ /^\r?$/;
        $value = $1 if $line =~ /^X-Value: (.*?)\r$/;
        $len = $1 if $line =~ /^Content-Length: (\d+)/i;
    }
    read $c, my $body, $len;
    open(my $kept, ">>", "$got/http.$method") or die "$!";
    print $kept $method eq "GET" ? $target : $method eq "HEAD" ? $value : $body, "\0";
    close $kept;
    print $c "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    close $c;
}
