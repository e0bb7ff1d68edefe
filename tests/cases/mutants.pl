# Writes wrong copies of functions, one fault each: <, <=, >=, >, =, AND, OR, NOT, + and - made another, a
# number one more or less, a condition turned round, a statement left out.
#
#   mutants.pl c|sql OUT FILE [FUNCTION...]     without a function: of all that the file has
#
# c: OUT/N.FILE is the whole file with the one fault; "NAME = 20" of an enumeration may stand for a
# function. sql: OUT/N.sql replaces the function. Prints a line a mutant: its name, where, the wrong line (what
# stood there, where it was left out), the function.
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
my $statement = $is_c
	? qr/^\t+(?!return)[*\w][\w.>\[\]-]* [-+*|&]?= [^;\n{]*;\n|^\t+(?!assert)\w+\([^;{]*\);\n/m
	: qr/^\t+(?:PERFORM|INSERT|UPDATE|DELETE|RAISE) [^;]*;\n|^\t+(?!RETURN)[\w.]+ := [^;]*;\n/m;
my $number = 0;

# Where the function's text begins and ends in the file's.
sub region {
	my ($text, $function) = @_;
	return ($-[0], $+[0]) if $function =~ / / && $text =~ /\b\Q$function\E\b/;
	my $pattern = $is_c ? qr/^[^\s#*\/][^\n;]*\b\Q$function\E\([^;{]*?\)\n\{.*?^\}\n/ms
		: qr/^CREATE FUNCTION \Q$function\E\(.*?(?:^END \$\$|^\$\$|^RETURN [^;]*|^BEGIN ATOMIC.*?^END);\n/ms;
	die "$file has no $function\n" unless $text =~ $pattern;
	return ($-[0], $+[0]);
}

sub all_functions {
	my ($text) = @_;
	return $is_c ? $text =~ /^[^\s#*\/][^\n;=]*?\b(\w+)\([^;{]*?\)\n\{/mg : $text =~ /^CREATE FUNCTION ([\w.]+)\(/mg;
}

sub write_mutant {
	my ($text, $at, $length, $instead, $from, $to, $function) = @_;
	my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
	my ($words) = $instead eq "\n" ? substr($text, $at, $length) =~ /^\s*([^\n]*)/ : ();
	substr($text, $at, $length) = $instead;
	$words = defined $words ? "without: $words" : (split /\n/, $text)[$line - 1] =~ s/^\s*//r;
	$to += length($instead) - $length;
	$text = substr($text, $from, $to - $from) =~ s/^CREATE FUNCTION/CREATE OR REPLACE FUNCTION/r
		unless $is_c;
	my ($base) = $file =~ /([^\/]+)$/;
	my $name = sprintf('%s/%03d.%s', $out, $number++, $is_c ? $base : "$base.sql");
	open(my $mutant, '>', $name) or die "$name: $!\n";
	print $mutant $text;
	close $mutant;
	print "$name\t$base:$line\t$words\t$function\n";
}

# Where a function begins to do something: not its declaration, nor what it is called with.
sub body_begins {
	my ($body) = @_;
	return 0 if $is_c && $body !~ /^\{/m;
	return $body =~ ($is_c ? qr/^\{/m : qr/^RETURN|AS \$\$|^BEGIN/m) ? $-[0] : 0;
}

# Not what the function does.
sub is_comment_or_assertion {
	my ($body, $at) = @_;
	my ($before) = substr($body, 0, $at) =~ /([^\n]*)\z/;
	return $before =~ ($is_c ? qr/\/\*|^\s+\*|^\s*assert\(/ : qr/--/);
}

open(my $source, '<', $file) or die "$file: $!\n";
my $text = do { local $/; <$source> };
$number = () = glob("$out/*");
for my $function (@functions ? @functions : all_functions($text)) {
	my ($from, $to) = region($text, $function);
	my $body = substr($text, $from, $to - $from);
	my $begin = body_begins($body);
	my $write = sub {
		my ($at, $length, $instead) = @_;
		write_mutant($text, $from + $at, $length, $instead, $from, $to, $function)
			unless is_comment_or_assertion($body, $at);
	};
	pos($body) = $begin;
	while ($body =~ /(?<=\s)($operator)(?=\s)/g) {
		my ($found, $at) = ($1, $-[1]);
		$write->($at, length $found, $_) for @{$others{$found}};
	}
	pos($body) = $begin;
	while ($body =~ /(?<![\w.'])(\d+)(?![\w.'])/g) {
		my ($found, $at) = ($1, $-[1]);
		$write->($at, length $found, $_) for $found + 1, $found - 1;
	}
	pos($body) = $begin;
	while ($body =~ /(!(?=[a-z(])|\bNOT )/g) {
		$write->($-[1], length $1, '');
	}
	pos($body) = $begin;
	while ($body =~ /(?:\bif \((.*)\)\n|\bWHEN (?!')(.*) THEN|\b(?:ELS)?IF (.*) THEN\n)/g) {
		my ($found, $at) = defined $1 ? ($1, $-[1]) : defined $2 ? ($2, $-[2]) : ($3, $-[3]);
		$write->($at, length $found, $is_c ? "!($found)" : "NOT ($found)");
	}
	pos($body) = $begin;
	while ($body =~ /($statement)/g) {
		$write->($-[1], length $1, "\n");
	}
}
