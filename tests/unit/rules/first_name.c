/* What people are called by at the kiosk, from the name that they wrote. */
#include "rules/first_name.h"

#include "rows.h"

struct greeting {
	const char *name, *first;
};

static const struct greeting greetings[] = {
	{"Amina Khan", "Amina"},
	{"Amina", "Amina"},
	{"  Amina   Khan ", "Amina"},
	{"amina khan", "amina"},
	{"Mary-Jane Watson", "Mary-Jane"},
	{"O'Brien", "O'Brien"},
	{"Łukasz Żółć", "Łukasz"},
	{"آمنہ خان", "آمنہ"},
	{"ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "ਗੁਰਪ੍ਰੀਤ"},
	{"van der Berg", "van der Berg"},
	{"Van Morrison", "Van"},
	{"bin Rashid", "bin Rashid"},
	{"Mrs Khan", "Mrs Khan"},
	{"Dr. Amina Khan", "Dr. Amina Khan"},
	{"Khan, Amina", "Amina"},
	{"Khan, Amina Bibi", "Amina"},
	{"J. R. R. Tolkien", "J. R. R. Tolkien"},
	{"J.R. Tolkien", "J.R. Tolkien"},
	{"U Thant", "U Thant"},
	{"王小明", "王小明"},
	{"김 민수", "김 민수"},
	{"Ng Mei", "Ng Mei"},
	{"Abd al-Rahman", "Abd al-Rahman"},
	{"Abd al-Rahman Khan", "Abd al-Rahman Khan"},
	{"ABD AL-RAHMAN", "ABD AL-RAHMAN"},
	{"Abdul Karim", "Abdul Karim"},
	{"abdul Karim", "abdul Karim"},
	{"Abdulkarim Hussain", "Abdulkarim"},
	{"عبد الرحمن", "عبد الرحمن"},
	{"أبو بكر", "أبو بكر"},
	{"Abu Bakr", "Abu Bakr"},
	{"Umm Kulthum", "Umm Kulthum"},
	{"Noor ul Ain", "Noor ul Ain"},
	{"Zia-ul-Haq Khan", "Zia-ul-Haq"},
	{"mr John Smith", "mr John Smith"},
	{"MRS KHAN", "MRS KHAN"},
	{"mrs. khan", "mrs. khan"},
	{"PROF. Nowak", "PROF. Nowak"},
	{"Nguyen Thi Lan", "Nguyen Thi Lan"},
	{"Nguyễn Thị Lan", "Nguyễn Thị Lan"},
	{"NGUYEN THI LAN", "NGUYEN THI LAN"},
	{"Đặng Thu", "Đặng Thu"},
	{"Lan Nguyen", "Lan"},
	{"Wang Xiaoming", "Wang Xiaoming"},
	{"Kim Min-jun", "Kim Min-jun"},
	{"Ben Smith", "Ben"},
	{"Miriam Ben", "Miriam"},
	{"", ""},
	{"   ", ""},
	{",", ","},
	{"Amina\nKhan", "Amina"},
};

static void is_greeted(void **state)
{
	const struct greeting *row = *state;
	char first[100];

	first_name_of(row->name, first, sizeof(first));
	assert_string_equal(first, row->first);
}

static void a_first_name_is_never_cut_inside_a_letter(void **state)
{
	char first[6];

	first_name_of("Łłłłł Nowak", first, sizeof(first));
	assert_string_equal(first, "Łł");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_name_is_never_cut_inside_a_letter),
	};

	return rows_run("greetings", is_greeted, ROWS(greetings)) +
	       cmocka_run_group_tests_name("first names", tests, NULL, NULL);
}
