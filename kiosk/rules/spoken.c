/* A table; its order is on every kiosk's disk: append only. */
#include "rules/spoken.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

static const struct language {
	const char *tag, *name;
} languages[] = {
	{"en", "English"},
	{"pl", "Polski"},
	{"ur", "اردو"},
	{"pa", "ਪੰਜਾਬੀ"},
	{"ro", "Română"},
	{"ar", "العربية"},
	{"sq", "Shqip"},
	{"bg", "Български"},
	{"cs", "Čeština"},
	{"de", "Deutsch"},
	{"es", "Español"},
	{"fa", "فارسی"},
	{"fr", "Français"},
	{"hu", "Magyar"},
	{"it", "Italiano"},
	{"ku", "Kurdî"},
	{"lt", "Lietuvių"},
	{"lv", "Latviešu"},
	{"ps", "پښتو"},
	{"pt", "Português"},
	{"ru", "Русский"},
	{"sk", "Slovenčina"},
	{"so", "Soomaali"},
	{"sw", "Kiswahili"},
	{"tr", "Türkçe"},
	{"uk", "Українська"},
	{"cy", "Cymraeg"},
	{"yo", "Yorùbá"},
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };
_Static_assert(LANGUAGES <= 64, "a bit each");
_Static_assert(3 * LANGUAGES < SPOKEN_TEXT, "all tags fit");

static int find(const char *tag, size_t length)
{
	for (int i = 0; i < LANGUAGES; i++)
		if (strlen(languages[i].tag) == length &&
			strncasecmp(languages[i].tag, tag, length) == 0)
			return i;
	return -1;
}

bool spoken_read(const char *tags, uint64_t *spoken)
{
	static const char parting[] = " ,;";
	bool known = true;

	*spoken = 0;
	for (tags += strspn(tags, parting); *tags; tags += strspn(tags, parting)) {
		size_t length = strcspn(tags, parting);
		int index = find(tags, length);
		known = known && index >= 0;
		if (index >= 0)
			*spoken |= UINT64_C(1) << index;
		tags += length;
	}
	return known;
}

void spoken_write(uint64_t spoken, char tags[static SPOKEN_TEXT])
{
	tags[0] = '\0';
	for (int i = 0; i < LANGUAGES; i++) {
		if (!(spoken >> i & 1))
			continue;
		if (tags[0])
			text_append(tags, SPOKEN_TEXT, " ");
		text_append(tags, SPOKEN_TEXT, languages[i].tag);
	}
}

const char *spoken_name(int index)
{
	return index >= 0 && index < LANGUAGES ? languages[index].name : NULL;
}
