/* The zip file of a workbook and its parts, with libzip. */
#ifndef AI95_ARCHIVE_H
#define AI95_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>
#include "workbook/xml.h"

/* How much a part may unpack to. Limits apply to the bytes actually unpacked; declared sizes may be
 * false. */
#define AI95_MAX_SHEET_BYTES (UINT64_C(4) << 30)
#define AI95_MAX_STRINGS_BYTES (UINT64_C(256) << 20)
#define AI95_MAX_SMALL_BYTES (UINT64_C(16) << 20) /* styles, relationships, … */

enum {
    AI95_MAX_RATIO = 500,                  /* unpacked to packed */
    AI95_RATIO_MATTERS = 64 * 1024 * 1024, /* if more bytes than that come */
    AI95_PART_BLOCK = 32 * 1024
};

/* Zeroed memory is a closed archive. */
struct ai95_archive {
    zip_t *zip;
    uint64_t size;
};

/* A part that is read as XML. Zeroed memory is a closed part. It must stay where it is. */
struct ai95_part {
    zip_file_t *file;
    struct ai95_xml xml;
    uint64_t inflated, compressed, maximum;
    bool last, ended; /* all bytes were read; and parsed */
};

/* The bytes must stay until the archive is closed. */
enum ai95_status ai95_archive_open(struct ai95_archive *archive, const char *path,
                                   struct ai95_problem *problem);
enum ai95_status ai95_archive_open_bytes(struct ai95_archive *archive, const void *bytes,
                                         size_t length, struct ai95_problem *problem);
void ai95_archive_close(struct ai95_archive *archive);
/* Whether there is a part of that name, without regard to case, and its index. */
bool ai95_archive_find(const struct ai95_archive *archive, const char *name, uint64_t *index);
/* Whether the part's content begins with that text. */
bool ai95_archive_begins(const struct ai95_archive *archive, const char *name, const char *text);

enum ai95_status ai95_part_open(struct ai95_part *part, const struct ai95_archive *archive,
                                const char *name, uint64_t maximum,
                                const struct ai95_xml_reader *reader, void *state,
                                struct ai95_problem *problem);
/* Reads and parses the next piece of the part. At its end, part->ended. */
enum ai95_status ai95_part_advance(struct ai95_part *part);
void ai95_part_close(struct ai95_part *part);
/* Reads a whole part. */
enum ai95_status ai95_part_read(const struct ai95_archive *archive, const char *name,
                                uint64_t maximum, const struct ai95_xml_reader *reader, void *state,
                                struct ai95_problem *problem);

#endif
