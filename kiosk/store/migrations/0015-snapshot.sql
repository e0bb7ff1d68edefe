-- A stream that is read for the first time, or anew, is read in order of key, a piece behind `place`;
-- `version` is from where its news go on when that is done. '': it is.
ALTER TABLE cursor ADD COLUMN place TEXT NOT NULL DEFAULT '';
