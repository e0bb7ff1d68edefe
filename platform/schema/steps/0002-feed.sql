-- What goes again of the feed, and when (6-feed.sql).
ALTER TABLE core.feed_head
	ADD COLUMN compacted bigint NOT NULL DEFAULT 0, -- up to here rows may be gone for which a newer one stands,
	ADD COLUMN forgets bigint NOT NULL DEFAULT 0,   -- and up to here such that nothing stands for any more
	ADD COLUMN swept_on date NOT NULL DEFAULT '-infinity', -- when that was begun last,
	ADD COLUMN swept_to text;                       -- and behind which key it goes on; NULL: it is done

-- Where a stream's head was on a day.
CREATE TABLE core.feed_day (
	stream text NOT NULL REFERENCES core.feed_head,
	day date NOT NULL,
	head bigint NOT NULL,
	PRIMARY KEY (stream, day)
);

-- In order of key, the newest first; sessions before whatever is about them. A writer has nothing to do with it.
CREATE INDEX feed_by_key ON core.feed (stream, (kind <> 'session'), kind, key, version DESC)
	WHERE version IS NOT NULL;
