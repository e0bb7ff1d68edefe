-- Members who are forgotten because they asked for it: ids that are nobody's. A kiosk, or an older copy of the
-- centre, may bring again what they wrote.
CREATE TABLE core.erased (
	id uuid PRIMARY KEY,
	erased_at timestamptz NOT NULL DEFAULT statement_timestamp()
);
