# Writes wrong copies of some functions, one wrong operator or number each: <, <=, >=, >, =, AND, OR,
# NOT, + and -, a number one more or less, a condition that is turned round.
#
#   mutants.pl c|sql OUT FILE FUNCTION...
#
# c: OUT/N.FILE is the whole file with the one fault; "NAME = 20" of an enumeration may stand for a
# function. sql: OUT/N.sql replaces the function. Prints a line a mutant: its name, where, and the wrong line.
use strict;
use warnings;

my ($language, $out, $file, @functions) = @ARGV;
my $is_c = $language eq 'c';
my %others = (
	'<' => ['<=', '>'], '<=' => ['<', '>'], '>' => ['>=', '<'], '>=' => ['>', '<'],
	'==' => ['!='], '!=' => ['=='], '=' => ['<>'], '<>' => ['='],
	'&&' => ['||'], '||' => ['&&'], 'AND' => ['OR'], 'OR' => ['AND'],
	'+' => ['-'], '-' => ['+'],
);
my $operator = $is_c ? qr/<=|>=|==|!=|&&|\|\||[<>+-]/ : qr/<=|>=|<>|AND|OR|[<>=+-]/;
my $number = 0;

# Where the function's text begins and ends in the file's.
sub region {
	my ($text, $function) = @_;
	return ($-[0], $+[0]) if $function =~ / / && $text =~ /\b\Q$function\E\b/;
	my $pattern = $is_c ? qr/^[^\s#*\/][^\n;]*\b\Q$function\E\([^;{]*?\)\n\{.*?^\}\n/ms
		: qr/^CREATE FUNCTION \Q$function\E\(.*?;\n/ms;
	die "$file has no $function\n" unless $text =~ $pattern;
	return ($-[0], $+[0]);
}

sub write_mutant {
	my ($text, $at, $length, $instead, $from, $to) = @_;
	my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
	substr($text, $at, $length) = $instead;
	my ($words) = (split /\n/, $text)[$line - 1] =~ /^\s*(.*)/;
	$to += length($instead) - $length;
	$text = substr($text, $from, $to - $from) =~ s/^CREATE FUNCTION/CREATE OR REPLACE FUNCTION/r
		unless $is_c;
	my ($base) = $file =~ /([^\/]+)$/;
	my $name = sprintf('%s/%03d.%s', $out, $number++, $is_c ? $base : "$base.sql");
	open(my $mutant, '>', $name) or die "$name: $!\n";
	print $mutant $text;
	close $mutant;
	print "$name\t$base:$line\t$words\n";
}

open(my $source, '<', $file) or die "$file: $!\n";
my $text = do { local $/; <$source> };
$number = () = glob("$out/*");
for my $function (@functions) {
	my ($from, $to) = region($text, $function);
	my $body = substr($text, $from, $to - $from);
	my $begin = $is_c || $body !~ /^RETURN/m ? 0 : $-[0];
	pos($body) = $begin;
	while ($body =~ /(?<=\s)($operator)(?=\s)/g) {
		my ($found, $at) = ($1, $-[1]);
		write_mutant($text, $from + $at, length $found, $_, $from, $to) for @{$others{$found}};
	}
	pos($body) = $begin;
	while ($body =~ /(?<![\w.'])(\d+)(?![\w.'])/g) {
		write_mutant($text, $from + $-[1], length $1, $_, $from, $to) for $1 + 1, $1 - 1;
	}
	pos($body) = $begin;
	while ($body =~ /(!(?=[a-z(])|\bNOT )/g) {
		write_mutant($text, $from + $-[1], length $1, '', $from, $to);
	}
	pos($body) = $begin;
	while ($body =~ /(?:\bif \((.*)\)\n|\bWHEN (.*) THEN)/g) {
		my ($found, $at) = defined $1 ? ($1, $-[1]) : ($2, $-[2]);
		my $turned = $is_c ? "!($found)" : "NOT ($found)";
		write_mutant($text, $from + $at, length $found, $turned, $from, $to);
	}
}
