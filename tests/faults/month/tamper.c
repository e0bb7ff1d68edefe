/* Triggers on the centre's tables: the kiosk has its answer, and something else is kept. */
#include "tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosks.h"

enum { SQL_BYTES = 2048 };

/* `act` has the row in NEW and OLD; NULL is returned where nothing is to be kept. */
static const struct {
	const char *name, *table, *moment, *when, *act;
} tampers[TAMPERS] = {
	{"a booking dropped", "booking", "BEFORE INSERT", "NEW.state = 'confirmed'",
		"RETURN NULL;"},
	{"a booking doubled", "booking", "BEFORE INSERT", "NEW.state = 'confirmed'",
		"INSERT INTO core.booking (booking, session, kiosk, holder, state, adults, children,"
		" babies, prams, wheelchairs, code, language, arrival, made_at) VALUES"
		" (gen_random_uuid(), NEW.session, NEW.kiosk, NULL, NEW.state, NEW.adults,"
		" NEW.children, NEW.babies, NEW.prams, NEW.wheelchairs, NEW.code, NEW.language,"
		" NEW.arrival, NEW.made_at); RETURN NEW;"},
	{"a booking moved to another session", "booking", "BEFORE INSERT",
		"NEW.state = 'confirmed'",
		"SELECT o.session INTO STRICT NEW.session FROM core.session o JOIN core.session s"
		" ON s.session = NEW.session AND o.title = s.title AND o.starts_at > s.starts_at"
		" ORDER BY o.starts_at LIMIT 1; RETURN NEW;"},
	{"a place in the line dropped", "booking", "BEFORE INSERT", "NEW.state = 'waiting'",
		"RETURN NULL;"},
	{"a cancelling dropped", "booking", "BEFORE UPDATE",
		"NEW.state = 'cancelled' AND OLD.state = 'confirmed'", "RETURN OLD;"},
	{"a check-in dropped", "attendance", "BEFORE INSERT", "NEW.counted", "RETURN NULL;"},
	{"a check-in doubled", "attendance", "BEFORE INSERT", "NEW.counted",
		"INSERT INTO core.attendance (attendance, session, kiosk, booking, holder, how, adults,"
		" children, babies, prams, wheelchairs, code, came_at, counted) VALUES"
		" (gen_random_uuid(), NEW.session, NEW.kiosk, NEW.booking, NEW.holder, NEW.how,"
		" NEW.adults, NEW.children, NEW.babies, NEW.prams, NEW.wheelchairs, NEW.code,"
		" NEW.came_at, true); RETURN NEW;"},
	{"a changed party dropped", "booking", "BEFORE UPDATE",
		"NEW.adults <> OLD.adults OR NEW.children <> OLD.children"
		" OR NEW.babies <> OLD.babies",
		"RETURN OLD;"},
};

const char *tamper_name(int i)
{
	return tampers[i].name;
}

int tamper_find(const char *name)
{
	for (int i = 0; i < TAMPERS; i++)
		if (strcmp(tampers[i].name, name) == 0)
			return i;
	return -1;
}

static void must_run(const char *sql)
{
	PGresult *result = PQexec(kiosks_owner(), sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		give_up("tampering: %s", PQerrorMessage(kiosks_owner()));
	PQclear(result);
}

void tamper_begin(int i, int which)
{
	char sql[SQL_BYTES];

	must_run("CREATE SCHEMA faults; CREATE TABLE faults.tamper (seen integer, at_ms bigint);"
		 "INSERT INTO faults.tamper VALUES (0, 0)");
	snprintf(sql, sizeof(sql),
		"CREATE FUNCTION faults.tamper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
		" AS $$ DECLARE v_seen integer; BEGIN"
		" IF pg_trigger_depth() > 1 OR NOT (%s) THEN RETURN NEW; END IF;"
		" UPDATE faults.tamper SET seen = seen + 1 RETURNING seen INTO v_seen;"
		" IF v_seen <> %d THEN RETURN NEW; END IF;"
		" UPDATE faults.tamper SET at_ms = core.ms(NEW.%s); %s END $$",
		tampers[i].when, which,
		strcmp(tampers[i].table, "booking") == 0 ? "made_at" : "came_at", tampers[i].act);
	must_run(sql);
	snprintf(sql, sizeof(sql),
		"CREATE TRIGGER tamper %s ON core.%s FOR EACH ROW EXECUTE FUNCTION faults.tamper()",
		tampers[i].moment, tampers[i].table);
	must_run(sql);
}

int64_t tamper_moment(void)
{
	PGresult *result = PQexec(kiosks_owner(), "SELECT at_ms FROM faults.tamper");
	int64_t at_ms = PQntuples(result) == 1 ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;

	PQclear(result);
	return at_ms;
}
