-- Who came is found by one key, and in an index that nothing else can be looked for in. What a table holds is not
-- known when a question is planned: an index of two keys or of a condition would be read from end to end for the second
-- key, or for the condition alone.
DROP INDEX core.attendance_of_booking, core.attendance_of_holder;
CREATE INDEX attendance_of_booking ON core.attendance (booking) WHERE booking IS NOT NULL;
CREATE INDEX attendance_of_holder ON core.attendance (holder) WHERE holder IS NOT NULL;
