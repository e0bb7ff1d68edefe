-- How often somebody asked for help, a day: how many, never who. `day_ms` is the day's start.
CREATE TABLE help_asked (
	day_ms INTEGER PRIMARY KEY,
	times INTEGER NOT NULL CHECK (times > 0)
) STRICT;
