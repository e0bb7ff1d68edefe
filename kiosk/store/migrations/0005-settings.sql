-- What a library may say of an event (rules/setting.h, in that order, eight bytes each; what is missing
-- is unsaid), the languages spoken there (rules/spoken.h, a bit each) and who puts it on with the
-- library.
ALTER TABLE session ADD COLUMN settings BLOB NOT NULL DEFAULT x'';
ALTER TABLE session ADD COLUMN spoken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN partner TEXT NOT NULL DEFAULT '';
