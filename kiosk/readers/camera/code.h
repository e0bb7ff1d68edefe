/* What is known of codes apart from any picture: their kinds' names, and the least that makes one
 * believable. Pure. */
#ifndef READERS_CAMERA_CODE_H
#define READERS_CAMERA_CODE_H

#include "readers/camera/zxing.h"

/* "QRCode", "Codabar", "Code39", "Code128", "ITF", "EAN13", "Code93", "PDF417", "Aztec",
 * "DataMatrix". */
const char *code_format_name(enum code_format format);

/* Bars, read line by line; else a square of modules that corrects its own errors. */
bool code_is_linear(enum code_format format);

bool code_is_same(const struct code *one, const struct code *other);
/* The least that its kind has; anything less is noise. */
bool code_is_plausible(const struct code *code);

/* An Interleaved 2 of 5 shorter than they usually are (rules/presented.h). */
bool code_may_be_fragment(const struct code *code);
/* Ends with a check digit of one of the kinds that numbers of cards and goods have. */
bool code_has_check_digit(const struct code *code);

/* How many equal reads make a camera sure of it. */
int code_reads_needed(const struct code *code);

/* Takes out what is no code, and off each text the control characters around it: printers of codes
 * end them with a line break. */
void codes_tidy(struct codes *codes);

#endif
