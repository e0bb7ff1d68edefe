/* Families at a real centre with its real clerk: a list's children are on their adult's cards, and who
 * joined at a kiosk is on each card of the adult, as old as they are, whatever an import wrote over it. */
#include "base/crypto.h"
#include "base/text.h"
#include "centre_kiosks.h"
#include "store/greeting.h"

#include <time.h>

#include <jansson.h>

#define AMINA_NUMBER "24004000010003"
#define AMINA_CHIP "04A1B2C310E580"
#define HANA_NUMBER "27000000100114" /* of kiosk 1 */

static const char *keys_path, *control;
static uint8_t index_key[INDEX_KEY_BYTES], clerk_public[CLERK_PUBLIC_BYTES];

/* ---- cards ---- */

static struct token number_token(const char *number)
{
	return token_from_number(number);
}

static struct token chip_token(const char *hex)
{
	uint8_t uid[TOKEN_BYTES_MAX];

	return token_from_chip(uid, (size_t)text_unhex(hex, uid, sizeof(uid)));
}

static const char *index_text(const struct token *token)
{
	static char hex[2 * INDEX_BYTES + 1];
	struct index index = token_index(token, index_key);

	text_hex(index.bytes, INDEX_BYTES, hex);
	return hex;
}

static const char *ask_token(const char *column, const struct token *token)
{
	PGconn *owner = connect_as("owner");
	char sql[256];

	snprintf(sql, sizeof(sql),
		"SELECT %s FROM core.token WHERE branch = 'micklefield' AND index = '%s'", column,
		index_text(token));
	const char *answer = query(owner, sql);
	PQfinish(owner);
	return answer;
}

/* "B2 S1": initials and bands, as the card's holder is asked. */
static const char *family_on(const struct token *token)
{
	static char texts[4][128];
	static int next;
	char *text = texts[next++ % 4];
	uint8_t box[GREETING_BYTES_MAX];
	struct holder holder = {0};
	const char *hex = ask_token("encode(decode(greeting, 'base64'), 'hex')", token);
	int length = text_unhex(hex, box, sizeof(box));

	assert_true(length > 0 && greeting_read(index_key, token, box, (size_t)length, &holder));
	text[0] = '\0';
	for (int i = 0; i < holder.household.count; i++)
		sprintf(text + strlen(text), "%s%s%d", i ? " " : "",
			holder.household.people[i].initial, holder.household.people[i].band);
	return text;
}

static const char *greeting_for(const struct token *token, const char *child, enum age_band band)
{
	static char base64[2 * GREETING_BYTES_MAX];
	struct holder holder = {.first_name = "Hana", .adult = true, .language = "en"};
	uint8_t box[GREETING_BYTES_MAX];

	if (child) {
		id_parse("eeeeeeee-0000-7000-8000-000000000001", &holder.household.id);
		household_add(&holder.household, child, band);
	}
	text_base64(box, greeting_make(index_key, token, &holder, box), base64);
	return base64;
}

/* ---- kiosks ---- */

static const char *sealed(const struct kiosk *kiosk, const char *form)
{
	static char box[4096];
	char text[1024];
	uint8_t bytes[2048];

	snprintf(text, sizeof(text),
		"{\"version\":1,\"change\":\"%s\",\"kiosk\":%d,\"key_id\":0,\"form\":%s}",
		change_id(kiosk, kiosk->seq + 1), kiosk->number, form);
	text_base64(bytes, seal_close(clerk_public, text, strlen(text), bytes), box);
	return box;
}

/* `number`: of the kiosk's block. */
static void join(struct kiosk *kiosk, const char *number, const char *member, const char *form,
	enum age_band of_child)
{
	char body[SQL_BYTES / 2 - 256];
	struct token token = number_token(number);
	snprintf(body, sizeof(body),
		"{\"member\":\"%s\",\"number\":\"%s\",\"level\":\"details\",\"key_id\":0,"
		"\"household\":\"eeeeeeee-0000-7000-8000-000000000001\",\"consent\":{},"
		"\"box\":\"%s\",\"tokens\":[{\"index\":\"%s\",\"greeting\":\"%s\"}]}",
		member, number, sealed(kiosk, form), index_text(&token),
		greeting_for(&token, of_child == AGE_UNKNOWN ? NULL : "Olek", of_child));
	assert_string_equal(push(kiosk, "sign_up", body), "accepted");
}

static void link_chip(struct kiosk *kiosk, const char *member, const char *chip)
{
	char body[SQL_BYTES / 2 - 256], form[128];
	struct token token = chip_token(chip);

	snprintf(form, sizeof(form), "{\"token\":\"chip\",\"text\":\"%s\"}", chip);
	snprintf(body, sizeof(body),
		"{\"member\":\"%s\",\"key_id\":0,\"box\":\"%s\",\"household\":"
		"\"eeeeeeee-0000-7000-8000-000000000001\",\"tokens\":[{\"index\":\"%s\","
		"\"greeting\":\"%s\"}]}",
		member, sealed(kiosk, form), index_text(&token), greeting_for(&token, NULL, 0));
	assert_string_equal(push(kiosk, "link_card", body), "accepted");
}

static void clerk_runs(void)
{
	assert_int_equal(centre_script("open"), 0);
}

/* ---- the list ---- */

static void import_list(const char *rows)
{
	char path[128], command[1024];

	snprintf(path, sizeof(path), "%s/members.csv", local_centre.folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "number,uid,first_name,birth_year,language,blocked,adult_number\n%s", rows);
	fclose(file);
	snprintf(command, sizeof(command),
		"'%s' import members '%s' --key '%s' --centre 'postgresql://staff@/centre?host=%s'"
		" >/dev/null",
		control, path, keys_path, local_centre.socket);
	assert_int_equal(system(command), 0);
}

/* Bilal is eight or seven, whichever year it is. */
static void import_family(void)
{
	char rows[256];
	time_t now = time(NULL);

	snprintf(rows, sizeof(rows),
		AMINA_NUMBER "," AMINA_CHIP
			     ",Amina,1988,ur,,\n24004000010011,,Bilal,%d,ur,," AMINA_NUMBER "\n",
		1900 + gmtime(&now)->tm_year - 8);
	import_list(rows);
}

/* ---- tests ---- */

static void the_children_of_a_list_are_on_each_card_of_their_adult(void **state)
{
	struct token number = number_token(AMINA_NUMBER), chip = chip_token(AMINA_CHIP);
	struct token child = number_token("24004000010011");

	import_family();
	assert_string_equal(family_on(&number), "B3");
	assert_string_equal(family_on(&chip), "B3");
	assert_string_equal(family_on(&child), "");
}

static void who_joined_at_a_kiosk_is_on_each_card_of_the_adult_as_old_as_today(void **state)
{
	struct kiosk *kiosk = meet(1);
	const char *adult = "cccccccc-0000-7000-8000-000000000301";
	struct token number = number_token(HANA_NUMBER);

	join(kiosk, HANA_NUMBER, adult, "{\"name\":\"Hana Nowak\",\"birth\":null}", AGE_UNDER_1);
	/* Olek was a baby then; Zosia joined with a card that is not held here. */
	join(kiosk, "27000000100122", "cccccccc-0000-7000-8000-000000000302",
		"{\"name\":\"Olek Nowak\",\"birth\":{\"year\":2025,\"month\":11,\"day\":29},"
		"\"guardian\":{\"name\":\"Hana Nowak\",\"contact\":\"\"}}",
		AGE_UNKNOWN);
	join(kiosk, "27000000100130", "cccccccc-0000-7000-8000-000000000303",
		"{\"name\":\"Zosia Nowak\",\"birth\":{\"year\":2026,\"month\":2,\"day\":1},"
		"\"guardian\":{\"member\":\"cccccccc-0000-7000-8000-000000000301\"}}",
		AGE_UNKNOWN);
	link_chip(kiosk, adult, "04D1D2D3D4D580");
	struct token chip = chip_token("04D1D2D3D4D580");
	assert_string_equal(family_on(&number), "O1");
	assert_string_equal(family_on(&chip), "");
	clerk_runs();
	assert_string_equal(family_on(&number), "O2 Z1");
	assert_string_equal(family_on(&chip), "O2 Z1");
	assert_int_equal(
		count_of("SELECT count(*) FROM (SELECT DISTINCT ON (key) body FROM core.feed"
			 " WHERE kind = 'holder' ORDER BY key, row DESC) f JOIN core.token t"
			 " ON t.index = f.body->>'index' WHERE t.greeting <> f.body->>'greeting'"),
		0);
}

static void a_second_run_writes_nothing(void **state)
{
	int before = count_of("SELECT sum(revision) FROM core.token");

	clerk_runs();
	assert_int_equal(count_of("SELECT sum(revision) FROM core.token"), before);
}

static void who_joined_at_a_kiosk_keeps_the_children_when_the_list_brings_them_back(void **state)
{
	struct token number = number_token(HANA_NUMBER);

	import_list(HANA_NUMBER ",,Hana,1990,pl,,\n");
	assert_string_equal(family_on(&number), "");
	assert_string_equal(ask_token("holder", &number), "cccccccc-0000-7000-8000-000000000301");
	clerk_runs();
	assert_string_equal(family_on(&number), "O2 Z1");
}

/* The list does not know of Sana yet. */
static void a_child_who_joined_with_an_imported_card_is_back_after_an_import(void **state)
{
	struct kiosk *kiosk = meet(1);
	struct token chip = chip_token(AMINA_CHIP);
	char amina[40], form[256];

	snprintf(amina, sizeof(amina), "%s", ask_token("holder", &chip));
	snprintf(form, sizeof(form),
		"{\"name\":\"Sana Khan\",\"birth\":{\"year\":2023,\"month\":5,\"day\":1},"
		"\"guardian\":{\"member\":\"%s\"}}",
		amina);
	join(kiosk, "27000000100148", "cccccccc-0000-7000-8000-000000000304", form, AGE_UNKNOWN);
	link_chip(kiosk, amina, AMINA_CHIP);
	import_family();
	assert_string_equal(family_on(&chip), "B3");
	clerk_runs();
	assert_string_equal(family_on(&chip), "B3 S2");
}

/* ---- the program ---- */

static int begin_families(void **state)
{
	json_t *keys = json_load_file(keys_path, 0, NULL);
	const char *hex =
		json_string_value(json_object_get(json_object_get(keys, "clerk"), "public"));

	assert_int_equal(text_unhex(hex, clerk_public, CLERK_PUBLIC_BYTES), CLERK_PUBLIC_BYTES);
	hex = json_string_value(json_object_get(keys, "index_key"));
	assert_int_equal(text_unhex(hex, index_key, INDEX_KEY_BYTES), INDEX_KEY_BYTES);
	json_decref(keys);
	return begin(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_children_of_a_list_are_on_each_card_of_their_adult),
		cmocka_unit_test(
			who_joined_at_a_kiosk_is_on_each_card_of_the_adult_as_old_as_today),
		cmocka_unit_test(a_second_run_writes_nothing),
		cmocka_unit_test(
			who_joined_at_a_kiosk_keeps_the_children_when_the_list_brings_them_back),
		cmocka_unit_test(a_child_who_joined_with_an_imported_card_is_back_after_an_import),
	};

	if (argc != 4) {
		fprintf(stderr, "usage: centre_families PLATFORM/CENTRE KEYS KIOSKCTL\n");
		return 2;
	}
	centre_to_start = argv[1];
	keys_path = argv[2];
	control = argv[3];
	ciphers_start();
	return _cmocka_run_group_tests(
		"centre_families", tests, sizeof(tests) / sizeof(*tests), begin_families, end);
}
