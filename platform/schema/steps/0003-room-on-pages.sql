-- What is updated often has room on its pages, so that a new version of a row lies beside the old one and no
-- index has to know of it.
ALTER TABLE core.session SET (fillfactor = 50);
ALTER TABLE core.lease SET (fillfactor = 50);
ALTER TABLE core.booking SET (fillfactor = 60);
