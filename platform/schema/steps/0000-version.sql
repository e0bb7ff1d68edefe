-- What of platform/schema this centre has: the name of each step that it went through, and a row
-- 'functions' with the sum of their text. A program that does not know one of the steps is older than the
-- centre, and leaves it alone.

CREATE SCHEMA IF NOT EXISTS core;

CREATE TABLE core.version (
	part text PRIMARY KEY,
	sum text NOT NULL DEFAULT '',
	since timestamptz NOT NULL DEFAULT now()
);
