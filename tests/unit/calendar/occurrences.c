/* When events are: a row for each way in which calendars of the world write it. What is expected are
 * the starts of the sessions in UTC. Zone of the branch: Europe/London. */
#include "calendar/occurrences.h"

#include <time.h>

#include "base/crypto.h"
#include "reading.h"

struct row {
	const char *name, *from, *until, *events, *starts;
};

static const struct row rows[] = {
	/* zones */
	{"weekly over the spring change: the clock on the wall stays", SPRING,
		EVENT("DTSTART" LONDON "20260320T103000\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20260320T1030 20260327T1030 20260403T0930"},
	{"weekly over the autumn change", AUTUMN,
		EVENT("DTSTART" LONDON "20260102T103000\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20261023T0930 20261030T1030 20261106T1030"},
	{"in UTC the wall clock moves", SPRING,
		EVENT("DTSTART:20260320T103000Z\r\nRRULE:FREQ=WEEKLY\r\n"),
		"20260320T1030 20260327T1030 20260403T1030"},
	{"without a zone it is the branch's", SUMMER, EVENT("DTSTART:20260619T103000\r\n"),
		"20260619T0930"},
	{"Outlook's name of the zone, without a VTIMEZONE", SUMMER,
		EVENT("DTSTART;TZID=GMT Standard Time:20260619T103000\r\n"), "20260619T0930"},
	{"Outlook's name of the zone, quoted", SUMMER,
		EVENT("DTSTART;TZID=\"GMT Standard Time\":20260619T103000\r\n"), "20260619T0930"},
	{"Outlook's long name of the zone", SUMMER,
		EVENT("DTSTART;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"Evolution's prefix of the zone", SUMMER,
		EVENT("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"a zone that is called UTC", SUMMER, EVENT("DTSTART;TZID=UTC:20260619T103000\r\n"),
		"20260619T1030"},
	{"UTC wins over a zone beside it", SUMMER,
		EVENT("DTSTART;TZID=Asia/Tokyo:20260619T103000Z\r\n"), "20260619T1030"},
	{"a VTIMEZONE that lies is not asked", SUMMER,
		"BEGIN:VTIMEZONE\r\nTZID:Europe/"
		"London\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		"TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART" LONDON "20260619T103000\r\n"),
		"20260619T0930"},
	{"another zone that is known is a certain instant", SUMMER,
		EVENT("DTSTART;TZID=Europe/Paris:20260619T103000\r\n"), "20260619T0830"},
	{"another zone's series keeps its own clock over a change", "2026-03-01T00:00",
		"2026-04-10T00:00",
		EVENT("DTSTART;TZID=America/New_York:20260305T100000\r\n"
		      "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		"20260305T1500 20260312T1400 20260319T1400"},
	{"far away", WINTER, EVENT("DTSTART;TZID=Asia/Tokyo:20261204T103000\r\n"), "20261204T0130"},
	{"Germany's zone by Outlook's name", WINTER,
		EVENT("DTSTART;TZID=W. Europe Standard Time:20261204T103000\r\n"), "20261204T0930"},
	{"a zone under its path on a machine", WINTER,
		EVENT("DTSTART;TZID=/usr/share/zoneinfo/Asia/Tokyo:20261204T103000\r\n"),
		"20261204T0130"},
	{"in another zone the hour that spring skips is an hour later", SPRING,
		EVENT("DTSTART;TZID=Europe/Paris:20260329T023000\r\n"), "20260329T0130"},
	{"in another zone the hour that autumn has twice is the first", AUTUMN,
		EVENT("DTSTART;TZID=Europe/Paris:20261025T023000\r\n"), "20261025T0030"},
	{"the branch's zone in small letters", SUMMER,
		EVENT("DTSTART;TZID=europe/london:20260619T103000\r\n"), "20260619T0930"},
	{"another zone in small letters", SUMMER,
		EVENT("DTSTART;TZID=america/new_york:20260619T103000\r\n"), "20260619T1430"},
	{"Softwarestudio's prefix of the zone", SUMMER,
		EVENT("DTSTART;TZID=/softwarestudio.org/Tzfile/Europe/London:20260619T103000\r\n"),
		"20260619T0930"},
	{"another of Outlook's long names", SUMMER,
		EVENT("DTSTART;TZID=\"(GMT+00:00) Dublin/Edinburgh/Lisbon/London\":"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"a name that only says the offsets", SUMMER,
		EVENT("DTSTART;TZID=GMT -0000 (Standard) / GMT +0100 (Daylight):"
		      "20260619T103000\r\n"),
		"20260619T0930"},
	{"Etc/Universal", SUMMER, EVENT("DTSTART;TZID=Etc/Universal:20260619T103000\r\n"),
		"20260619T1030"},
	{"Coordinated Universal Time", SUMMER,
		EVENT("DTSTART;TZID=Coordinated Universal Time:20260619T103000\r\n"),
		"20260619T1030"},
	{"Outlook's own zone, as the file describes it, in summer", SUMMER,
		CUSTOMIZED EVENT("DTSTART;TZID=Customized Time Zone:20260619T103000\r\n"),
		"20260619T0930"},
	{"Outlook's own zone, as the file describes it, in winter", WINTER,
		CUSTOMIZED EVENT("DTSTART;TZID=\"Customized Time Zone\":20261204T103000\r\n"),
		"20261204T1030"},
	{"Outlook's own zone over the autumn change", AUTUMN,
		CUSTOMIZED EVENT("DTSTART;TZID=Customized Time Zone:20261023T103000\r\n"
				 "RRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		"20261023T0930 20261030T1030"},
	{"a described zone of one offset", WINTER,
		"BEGIN:VTIMEZONE\r\nTZID:tzone://Microsoft/Custom\r\nBEGIN:STANDARD\r\n"
		"DTSTART:16010101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=tzone://Microsoft/Custom:20261204T103000\r\n"),
		"20261204T0500"},
	{"a described zone with commas in its name", WINTER,
		"BEGIN:VTIMEZONE\r\nTZID:(UTC+03:00) Ours\\, and theirs\r\nBEGIN:STANDARD\r\n"
		"DTSTART:16010101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=\"(UTC+03:00) Ours, and theirs\":20261204T103000\r\n"),
		"20261204T0730"},
	{"a described zone whose changes are a list of dates", AUTUMN,
		"BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:20251026T020000\r\n"
		"RDATE:20251026T020000,20261025T020000\r\nTZOFFSETFROM:+0100\r\n"
		"TZOFFSETTO:+0000\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
		"DTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
		"END:DAYLIGHT\r\nEND:VTIMEZONE\r\n" EVENT("DTSTART;TZID=Ours:20261024T103000\r\n"
							  "RRULE:FREQ=DAILY;COUNT=2\r\n"),
		"20261024T0930 20261025T1030"},
	{"a described zone with a backslash wherever it is named", WINTER,
		"BEGIN:VTIMEZONE\r\nTZID:Ours\\, and theirs\r\nBEGIN:STANDARD\r\n"
		"DTSTART:16010101T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\n"
		"END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT(
			"DTSTART;TZID=Ours\\, and theirs:20261204T103000\r\n"),
		"20261204T0730"},
	{"a whole day begins at the branch's midnight", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260619\r\n"), "20260618T2300"},
	{"the hour that spring skips is read an hour later, and the next day is right", SPRING,
		EVENT("DTSTART" LONDON "20260328T013000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
		"20260328T0130 20260329T0130 20260330T0030"},
	{"the hour that autumn has twice is the first", AUTUMN,
		EVENT("DTSTART" LONDON "20261024T013000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
		"20261024T0030 20261025T0030 20261026T0130"},

	/* rules */
	{"an event without a rule", WINTER, EVENT("DTSTART" LONDON "20261204T103000\r\n"),
		"20261204T1030"},
	{"three times", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		"20261204T1030 20261211T1030 20261218T1030"},
	{"counted from the first, not from today", WINTER,
		EVENT("DTSTART" LONDON "20261127T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"),
		"20261204T1030 20261211T1030"},
	{"every other week keeps its weeks", WINTER,
		EVENT("DTSTART" LONDON "20260102T103000\r\nRRULE:FREQ=WEEKLY;INTERVAL=2\r\n"),
		"20261204T1030 20261218T1030"},
	{"until a time in UTC, that one included, in summer", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T093000Z\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"until a second before", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T092959Z\r\n"),
		"20260605T0930 20260612T0930"},
	{"until a day, that day included", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;UNTIL=20260619\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"until a wall time", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RRULE:FREQ=WEEKLY;UNTIL=20260619T103000\r\n"),
		"20260605T0930 20260612T0930 20260619T0930"},
	{"the first Wednesday of the month", WINTER,
		EVENT("DTSTART" LONDON "20260107T140000\r\nRRULE:FREQ=MONTHLY;BYDAY=1WE\r\n"),
		"20261202T1400"},
	{"the last Saturday of the month", WINTER,
		EVENT("DTSTART" LONDON "20260131T140000\r\nRRULE:FREQ=MONTHLY;BYDAY=-1SA\r\n"),
		"20261226T1400"},
	{"every December", WINTER,
		EVENT("DTSTART" LONDON "20251206T140000\r\n"
		      "RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=1SA,2SA\r\n"),
		"20261205T1400 20261212T1400"},
	{"the first is there, even if its own rule does not name it", WINTER,
		EVENT("DTSTART" LONDON "20261203T103000\r\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2\r\n"),
		"20261203T1030 20261204T1030 20261211T1030"},
	{"29 February once in four years", "2027-12-01T00:00", "2028-12-01T00:00",
		EVENT("DTSTART" LONDON "20240229T100000\r\nRRULE:FREQ=YEARLY\r\n"),
		"20280229T1000"},

	{"the first and third workday of each week", WINTER,
		EVENT("DTSTART" LONDON "20261207T100000\r\n"
		      "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=4\r\n"),
		"20261207T1000 20261209T1000 20261214T1000 20261216T1000"},
	{"the last workday of each week, from the middle of one", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3\r\n"),
		"20261204T1000 20261211T1000 20261218T1000"},
	{"the first of each day", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=DAILY;BYHOUR=10,14;BYSETPOS=1;COUNT=2\r\n"),
		"20261204T1000 20261205T1000"},
	{"the last workday of each month", "2026-10-01T00:00", "2027-01-01T00:00",
		EVENT("DTSTART" LONDON "20261030T100000\r\n"
		      "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\r\n"),
		"20261030T1000 20261130T1000 20261231T1000"},
	{"twice a day", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=DAILY;BYHOUR=10,14;COUNT=3\r\n"),
		"20261204T1000 20261204T1400 20261205T1000"},
	{"a count and an end: whichever comes first", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=DAILY;COUNT=5;UNTIL=20261206\r\n"),
		"20261204T1000 20261205T1000 20261206T1000"},
	{"the thirtieth of February never comes, the first day does", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
		"20261204T1000"},
	{"the week that has the year's first Thursday", "2027-01-01T00:00", "2027-02-01T00:00",
		EVENT("DTSTART" LONDON "20260101T100000\r\nRRULE:FREQ=YEARLY;BYWEEKNO=1\r\n"),
		"20270107T1000"},
	{"a hundred days into the year", "2026-01-01T00:00", "2027-01-01T00:00",
		EVENT("DTSTART:20260410T100000Z\r\nRRULE:FREQ=YEARLY;BYYEARDAY=100,-1\r\n"),
		"20260410T1000 20261231T1000"},
	{"every second week from Sunday on, or from Monday on", "1997-08-01T00:00",
		"1997-10-01T00:00",
		EVENT("DTSTART:19970805T090000Z\r\n"
		      "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU\r\n"),
		"19970805T0900 19970817T0900 19970819T0900 19970831T0900"},

	/* exceptions and additions */
	{"one is left out by its time", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE" LONDON "20261211T103000\r\n"),
		"20261204T1030 20261218T1030"},
	{"two are left out on one line", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE" LONDON "20261204T103000,20261218T103000\r\n"),
		"20261211T1030"},
	{"left out in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
		      "EXDATE:20260612T093000Z\r\n"),
		"20260605T0930"},
	{"left out by its day", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
		      "EXDATE;VALUE=DATE:20261211\r\n"),
		"20261204T1030 20261218T1030"},
	{"left out by its day on the wall, not in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T003000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
		      "EXDATE;VALUE=DATE:20260612\r\n"),
		"20260604T2330"},
	{"what is left out at another time stays", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nEXDATE" LONDON "20261204T110000\r\n"),
		"20261204T1030"},
	{"one more date in the branch's zone is not moved by an hour", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260610T140000\r\n"),
		"20260605T0930 20260610T1300"},
	{"one more day, at the usual time", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE;VALUE=DATE:20260610\r\n"),
		"20260605T0930 20260610T0930"},
	{"one more period", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\n"
		      "RDATE;VALUE=PERIOD:20260610T130000Z/PT2H\r\n"),
		"20260605T0930 20260610T1300"},
	{"added and left out", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260610T140000\r\n"
		      "EXDATE" LONDON "20260610T140000\r\n"),
		"20260605T0930"},
	{"added twice is there once", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRDATE" LONDON "20260605T103000\r\n"),
		"20260605T0930"},

	{"left out in another zone: the same instant", WINTER,
		EVENT("DTSTART" LONDON "20261201T103000\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
		      "EXDATE;TZID=Europe/Paris:20261202T113000\r\n"),
		"20261201T1030 20261203T1030"},
	{"left out in a zone that the file describes", WINTER,
		CUSTOMIZED EVENT("DTSTART" LONDON "20261201T103000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
				 "EXDATE;TZID=Customized Time Zone:20261202T103000\r\n"),
		"20261201T1030"},
	{"left out by a day without VALUE=DATE", WINTER,
		EVENT("DTSTART" LONDON "20261201T103000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
		      "EXDATE:20261202\r\n"),
		"20261201T1030"},
	{"a day takes out both of its times", WINTER,
		EVENT("DTSTART" LONDON "20261204T100000\r\n"
		      "RRULE:FREQ=DAILY;BYHOUR=10,14;COUNT=4\r\nEXDATE:20261204\r\n"),
		"20261205T1000 20261205T1400"},
	{"a list that ends with a comma", WINTER,
		EVENT("DTSTART" LONDON "20261201T103000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
		      "EXDATE" LONDON "20261202T103000,\r\n"),
		"20261201T1030"},
	{"left out by a rule", WINTER,
		EVENT("DTSTART" LONDON "20261201T103000\r\nRRULE:FREQ=DAILY;COUNT=5\r\n"
		      "EXRULE:FREQ=WEEKLY;BYDAY=TH\r\n"),
		"20261201T1030 20261202T1030 20261204T1030 20261205T1030"},
	{"whole days, one left out by its midnight in the branch's time", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260602\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
		      "EXDATE:20260603T000000\r\n"),
		"20260601T2300 20260603T2300"},
	{"whole days, one left out by its midnight in UTC", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260602\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
		      "EXDATE:20260603T000000Z\r\n"),
		"20260601T2300 20260603T2300"},
	{"whole days, one left out by the instant at which it begins", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260602\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"
		      "EXDATE:20260602T230000Z\r\n"),
		"20260601T2300 20260603T2300"},
	{"whole days until a midnight in UTC", SUMMER,
		EVENT("DTSTART;VALUE=DATE:20260602\r\n"
		      "RRULE:FREQ=DAILY;UNTIL=20260603T000000Z\r\n"),
		"20260601T2300 20260602T2300"},

	/* one occurrence changed */
	{"a moved one is not where it was", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved, and written before its series", WINTER,
		EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
		      "20261210T140000\r\n")
			EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved, named in UTC", SUMMER,
		EVENT("DTSTART" LONDON "20260605T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n") EVENT(
			"RECURRENCE-ID:20260612T093000Z\r\nDTSTART" LONDON "20260611T140000\r\n"),
		"20260605T0930 20260611T1300"},
	{"moved, named by its day", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID;VALUE=DATE:20261211\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030 20261210T1400"},
	{"moved out of the time asked for", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20270111T140000\r\n"),
		"20261204T1030"},
	{"moved to the very end of the time asked for", "2026-12-01T00:00", "2026-12-10T14:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030"},
	{"moved into the time asked for", WINTER,
		EVENT("DTSTART" LONDON "20261120T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261127T103000\r\nDTSTART" LONDON
			      "20261202T140000\r\n"),
		"20261202T1400"},
	{"moved, named in another zone", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID;TZID=Europe/Paris:20261211T113000\r\nDTSTART" LONDON
			      "20261210T140000\r\n"),
		"20261204T1030 20261210T1400"},
	{"a tentative series, of which one is confirmed", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
		      "STATUS:TENTATIVE\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nSTATUS:CONFIRMED\r\n"
			      "DTSTART" LONDON "20261211T103000\r\n"),
		"20261211T1030"},
	{"a series, of which one is tentative", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n")
			EVENT("RECURRENCE-ID" LONDON "20261211T103000\r\nSTATUS:TENTATIVE\r\n"
			      "DTSTART" LONDON "20261211T103000\r\n"),
		"20261204T1030"},
	{"of two changes the higher SEQUENCE holds", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=WEEKLY;COUNT=1\r\n")
			EVENT("SEQUENCE:2\r\nRECURRENCE-ID" LONDON
			      "20261204T103000\r\nDTSTART" LONDON "20261204T120000\r\n")
				EVENT("SEQUENCE:1\r\nRECURRENCE-ID" LONDON
				      "20261204T103000\r\nDTSTART" LONDON "20261204T150000\r\n"),
		"20261204T1200"},
	{"of two events with one UID the later holds", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\n")
			EVENT("DTSTART" LONDON "20261205T103000\r\n"),
		"20261205T1030"},

	/* the edges of the time asked for */
	{"over before it is left out", "2026-12-04T11:30", "2027-01-01T00:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:PT1H\r\n"), ""},
	{"still on is in", "2026-12-04T11:29", "2027-01-01T00:00",
		EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:PT1H\r\n"), "20261204T1030"},
	{"starts when it ends is out", "2026-12-01T00:00", "2026-12-04T10:30",
		EVENT("DTSTART" LONDON "20261204T103000\r\n"), ""},
	{"long ago", WINTER, EVENT("DTSTART" LONDON "20191204T103000\r\n"), ""},

	/* not for visitors */
	{"without a title", WINTER,
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261204T103000\r\nEND:VEVENT\r\n", ""},
	{"tentative", WINTER, EVENT("STATUS:TENTATIVE\r\nDTSTART:20261204T103000\r\n"), ""},
	{"private", WINTER, EVENT("CLASS:PRIVATE\r\nDTSTART:20261204T103000\r\n"), ""},
	{"confidential", WINTER, EVENT("CLASS:CONFIDENTIAL\r\nDTSTART:20261204T103000\r\n"), ""},
	{"a task is no event", WINTER,
		"BEGIN:VTODO\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20261204T103000\r\nEND:VTODO\r\n",
		""},
	{"a calendar with nothing in it", WINTER, "", ""},

	/* odd writing */
	{"lines with bare newlines", WINTER,
		"BEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20261204T103000\nEND:VEVENT\n",
		"20261204T1030"},
	{"folded lines", WINTER,
		EVENT("DTSTART" LONDON
		      "2026120\r\n 4T103000\r\nRRULE:FREQ=WEE\r\n KLY;COUNT=1\r\n"),
		"20261204T1030"},
	{"names in lower case", WINTER,
		"begin:vevent\r\nuid:a\r\nsummary:A\r\ndtstart:20261204T103000\r\nend:vevent\r\n",
		"20261204T1030"},
	{"unknown properties", WINTER,
		EVENT("DTSTART:20261204T103000\r\nX-MS-OLK-CONFTYPE:0\r\nFOO;BAR=1:baz\r\n"),
		"20261204T1030"},
	{"without a value: RRULE", WINTER, EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:\r\n"),
		"20261204T1030"},
	{"without a value: EXDATE", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nEXDATE:\r\n"), "20261204T1030"},
	{"without a value: EXDATE with a zone", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nEXDATE;TZID=Europe/London:\r\n"),
		"20261204T1030"},
	{"without a value: RDATE", WINTER, EVENT("DTSTART" LONDON "20261204T103000\r\nRDATE:\r\n"),
		"20261204T1030"},
	{"without a value: DTEND", WINTER, EVENT("DTSTART" LONDON "20261204T103000\r\nDTEND:\r\n"),
		"20261204T1030"},
	{"without a value: RECURRENCE-ID", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRECURRENCE-ID:\r\n"), "20261204T1030"},
	{"without a value: DURATION", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nDURATION:\r\n"), "20261204T1030"},
	{"without a value: EXRULE", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nEXRULE:\r\n"), "20261204T1030"},
	{"without a value: STATUS", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nSTATUS:\r\n"), "20261204T1030"},
	{"without a value: X-KIOSK-PLACES", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nX-KIOSK-PLACES:\r\n"), "20261204T1030"},
	{"without a value: BYDAY", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=DAILY;COUNT=1;BYDAY=\r\n"),
		"20261204T1030"},
	{"without a value: UNTIL", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=DAILY;UNTIL=;COUNT=1\r\n"),
		"20261204T1030"},
	{"without a value: the end of a rule", WINTER,
		EVENT("DTSTART" LONDON "20261204T103000\r\nRRULE:FREQ=DAILY;COUNT=1;\r\n"),
		"20261204T1030"},
	{"lines with bare carriage returns", WINTER,
		"BEGIN:VEVENT\rUID:a\rSUMMARY:A\rDTSTART:20261204T103000\rEND:VEVENT\r",
		"20261204T1030"},
	{"folded by a tab, inside a name", WINTER, EVENT("DTST\r\n\tART:20261204T103000\r\n"),
		"20261204T1030"},
	{"blank lines and blanks at the end", WINTER,
		EVENT("\r\n\r\nDTSTART:20261204T103000  \r\n\r\n"), "20261204T1030"},
	{"an alarm's own times are not the event's", WINTER,
		EVENT("BEGIN:VALARM\r\nDURATION:PT5M\r\nDTSTART:20260101T000000\r\nEND:VALARM\r\n"
		      "DTSTART:20261204T103000\r\n"),
		"20261204T1030"},
	{"an event in a second calendar", WINTER,
		"END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n" EVENT("DTSTART:20261204T103000\r\n"),
		"20261204T1030"},
	{"an empty property", WINTER, EVENT("DTSTART:20261204T103000\r\nDESCRIPTION:\r\n"),
		"20261204T1030"},
};

static void starts(int count, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (int i = 0; i < count; i++) {
		time_t seconds = (time_t)(sessions[i].starts_ms / 1000);
		struct tm tm;
		gmtime_r(&seconds, &tm);
		length += strftime(
			text + length, size - length, i ? " %Y%m%dT%H%M" : "%Y%m%dT%H%M", &tm);
	}
}

static void expands_to(void **state)
{
	const struct row *row = *state;
	struct error error = {0};
	char text[2000];
	int count = -1;

	if (!expand(row->events, row->from, row->until, &count, &error))
		fail_msg("%s", error.detail);
	if (programme.left_out_count > 0)
		fail_msg("left out: %s", programme.left_out[0].reason);
	starts(count, text, sizeof(text));
	assert_string_equal(text, row->starts);
}

int main(void)
{
	ciphers_start();
	if (!clock_set_zone("Europe/London", NULL))
		return 1;
	return rows_run("calendars", expands_to, ROWS(rows));
}
