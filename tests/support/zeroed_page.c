/* zeroed_page zero|find FILE LEAF: zeroes a leaf of the log's table, counted from its end, or only finds
 * it. Prints how many changes are on it and at which byte it begins. */
#include <stdio.h>
#include <stdlib.h>

#include "zeroed_page.h"

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	struct leaf leaf = leaf_of_log(argv[2], atoi(argv[3]));
	if (strcmp(argv[1], "zero") == 0)
		zero_page(argv[2], leaf.byte);
	printf("%d %lld\n", leaf.rows, leaf.byte);
	return 0;
}
