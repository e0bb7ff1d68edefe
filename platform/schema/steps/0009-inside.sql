-- How many came to a session by which kiosk: {"2": 17}. NULL: it has to be counted.
ALTER TABLE core.session ADD COLUMN inside jsonb;
