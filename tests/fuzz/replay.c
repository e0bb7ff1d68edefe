/* Runs a fuzz target over files and folders of inputs, so that it is an ordinary test, too:
 * REPLAY PATH... Each input lies in a block of its very size, so that a sanitizer sees one byte too
 * many. Then each is tried cut short and with each byte changed. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { INPUT_BYTES_MAX = 1 << 20, CHANGED_BYTES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int inputs;

static void run(const uint8_t *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);

	memcpy(copy, bytes, length);
	LLVMFuzzerTestOneInput(copy, length);
	free(copy);
}

static void run_variants(uint8_t *bytes, size_t length)
{
	static const uint8_t changes[] = {0x01, 0x20, 0x80, 0xff};

	run(bytes, length);
	for (size_t i = 0; i < length && i < CHANGED_BYTES_MAX; i++) {
		run(bytes, i);
		for (size_t j = 0; j < sizeof(changes); j++) {
			bytes[i] ^= changes[j];
			run(bytes, length);
			bytes[i] ^= changes[j];
		}
	}
}

static void run_file(const char *path)
{
	static uint8_t bytes[INPUT_BYTES_MAX];
	FILE *file = fopen(path, "rb");

	if (!file) {
		perror(path);
		exit(1);
	}
	run_variants(bytes, fread(bytes, 1, sizeof(bytes), file));
	fclose(file);
	inputs++;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, alphasort);

	for (int i = 0; i < count; i++) {
		char name[4096];
		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		run_file(name);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

int main(int count, char **paths)
{
	struct stat status;

	for (int i = 1; i < count; i++) {
		if (stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode))
			run_folder(paths[i]);
		else
			run_file(paths[i]);
	}
	printf("%d inputs\n", inputs);
	return inputs == 0;
}
