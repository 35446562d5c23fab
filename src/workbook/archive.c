#include "workbook/archive.h"
#include <errno.h>
#include <string.h>

static enum ai95_status explain(zip_error_t *error, struct ai95_problem *problem) {
    switch (zip_error_code_zip(error)) {
    case ZIP_ER_MEMORY:
        return AI95_NO_MEMORY;
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_ENCRNOTSUPP:
        return ai95_refuse(problem, "the zip file is protected with a password");
    default:
        return ai95_damaged(problem, "%s", zip_error_strerror(error));
    }
}

/* The file is not a zip file: says what it is, from its first bytes. */
static enum ai95_status refuse_other(const void *start, size_t length,
                                     struct ai95_problem *problem) {
    static const unsigned char local[] = {'P', 'K', 3, 4};
    if (length >= sizeof local && memcmp(start, local, sizeof local) == 0) {
        ai95_damaged(problem, "the zip file is truncated");
        ai95_problem_at(problem, "%s", "");
        return AI95_BAD_DATA;
    }
    return ai95_refuse(problem, "it is not an Excel workbook (.xlsx)");
}

static enum ai95_status refuse_source(zip_source_t *source, struct ai95_problem *problem) {
    unsigned char start[8];
    zip_int64_t length = 0;
    if (zip_source_open(source) == 0) {
        length = zip_source_read(source, start, sizeof start);
        zip_source_close(source);
    }
    return refuse_other(start, length > 0 ? (size_t)length : 0, problem);
}

/* Since 1.11, libzip has two codes for a file without a directory of its parts. */
static bool is_no_zip(int code) {
#ifdef ZIP_ER_TRUNCATED_ZIP
    if (code == ZIP_ER_TRUNCATED_ZIP)
        return true;
#endif
    return code == ZIP_ER_NOZIP;
}

/* Takes the source. */
static enum ai95_status open_source(struct ai95_archive *archive, zip_source_t *source,
                                    zip_error_t *error, struct ai95_problem *problem) {
    zip_stat_t stat;
    enum ai95_status status = AI95_OK;
    if (zip_source_stat(source, &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) != 0)
        archive->size = stat.size;
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, error);
    if (archive->zip != NULL) /* libzip takes an empty file for an empty archive */
        return archive->size > 0 ? AI95_OK : ai95_refuse(problem, "it is empty");
    if (zip_error_code_zip(error) == ZIP_ER_NOENT)
        status = ai95_refuse(problem, "%s", strerror(ENOENT));
    else if (zip_error_system_type(error) == ZIP_ET_SYS && zip_error_code_system(error) != 0)
        status = ai95_refuse(problem, "%s", strerror(zip_error_code_system(error)));
    else if (zip_error_code_zip(error) == ZIP_ER_OPNOTSUPP)
        status = ai95_refuse(problem, "it is not a regular file");
    else if (is_no_zip(zip_error_code_zip(error)))
        status = refuse_source(source, problem);
    else
        status = explain(error, problem);
    ai95_problem_at(problem, "%s", "");
    zip_source_free(source);
    return status;
}

static enum ai95_status open_or_explain(struct ai95_archive *archive, zip_source_t *source,
                                        zip_error_t *error, struct ai95_problem *problem) {
    enum ai95_status status =
        source != NULL ? open_source(archive, source, error, problem) : AI95_NO_MEMORY;
    zip_error_fini(error);
    return status;
}

enum ai95_status ai95_archive_open(struct ai95_archive *archive, const char *path,
                                   struct ai95_problem *problem) {
    zip_error_t error;
    zip_error_init(&error);
    if (path[0] == '\0') {
        zip_error_fini(&error);
        return ai95_refuse(problem, "the path is empty");
    }
    return open_or_explain(archive, zip_source_file_create(path, 0, -1, &error), &error, problem);
}

enum ai95_status ai95_archive_open_bytes(struct ai95_archive *archive, const void *bytes,
                                         size_t length, struct ai95_problem *problem) {
    zip_error_t error;
    zip_error_init(&error);
    return open_or_explain(archive, zip_source_buffer_create(bytes, length, 0, &error), &error,
                           problem);
}

void ai95_archive_close(struct ai95_archive *archive) {
    if (archive->zip != NULL)
        zip_discard(archive->zip);
    memset(archive, 0, sizeof *archive);
}

/* Some programs write backslashes in names. */
static char fold(char byte) {
    return byte == '\\' ? '/' : byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

static bool is_same(const char *a, const char *b) {
    while (*a != '\0' && fold(*a) == fold(*b))
        a++, b++;
    return *a == *b;
}

bool ai95_archive_find(const struct ai95_archive *archive, const char *name, uint64_t *index) {
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *other = zip_get_name(archive->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (other != NULL && is_same(other, name)) {
            *index = (uint64_t)i;
            return true;
        }
    }
    return false;
}

bool ai95_archive_begins(const struct ai95_archive *archive, const char *name, const char *text) {
    char start[64];
    uint64_t index;
    size_t length = strlen(text);
    if (length > sizeof start || !ai95_archive_find(archive, name, &index))
        return false;
    zip_file_t *file = zip_fopen_index(archive->zip, index, 0);
    if (file == NULL)
        return false;
    zip_int64_t got = zip_fread(file, start, length);
    zip_fclose(file);
    return got == (zip_int64_t)length && memcmp(start, text, length) == 0;
}

static enum ai95_status open_file(struct ai95_part *part, const struct ai95_archive *archive,
                                  const char *name, struct ai95_problem *problem) {
    zip_stat_t stat;
    uint64_t index;
    if (!ai95_archive_find(archive, name, &index))
        return ai95_damaged(problem, "the part is missing");
    if (zip_stat_index(archive->zip, index, 0, &stat) == 0 &&
        (stat.valid & ZIP_STAT_COMP_SIZE) != 0 && stat.comp_size < archive->size)
        part->compressed = stat.comp_size;
    else
        part->compressed = archive->size;
    part->file = zip_fopen_index(archive->zip, index, 0);
    return part->file != NULL ? AI95_OK : explain(zip_get_error(archive->zip), problem);
}

enum ai95_status ai95_part_open(struct ai95_part *part, const struct ai95_archive *archive,
                                const char *name, uint64_t maximum,
                                const struct ai95_xml_reader *reader, void *state,
                                struct ai95_problem *problem) {
    memset(part, 0, sizeof *part);
    part->maximum = maximum;
    enum ai95_status status = open_file(part, archive, name, problem);
    if (status == AI95_OK)
        status = ai95_xml_open(&part->xml, reader, state, problem);
    if (status != AI95_OK)
        ai95_part_close(part);
    return status;
}

static enum ai95_status check_size(const struct ai95_part *part) {
    struct ai95_problem *problem = part->xml.problem;
    if (part->inflated > part->maximum)
        return ai95_too_large(problem, "it unpacks to more than %u MB",
                              (unsigned)(part->maximum >> 20));
    if (part->inflated > AI95_RATIO_MATTERS && part->inflated / AI95_MAX_RATIO > part->compressed)
        return ai95_too_large(problem, "it unpacks to more than %d times its size", AI95_MAX_RATIO);
    return AI95_OK;
}

enum ai95_status ai95_part_advance(struct ai95_part *part) {
    enum ai95_status status = AI95_OK;
    if (part->xml.paused) {
        status = ai95_xml_resume(&part->xml);
    } else {
        void *room = ai95_xml_room(&part->xml, AI95_PART_BLOCK);
        if (room == NULL)
            return AI95_NO_MEMORY;
        zip_int64_t length = zip_fread(part->file, room, AI95_PART_BLOCK);
        if (length < 0)
            return explain(zip_file_get_error(part->file), part->xml.problem);
        part->inflated += (uint64_t)length;
        status = check_size(part);
        if (status == AI95_OK)
            status = ai95_xml_parse(&part->xml, (size_t)length, length == 0);
        part->last = length == 0;
    }
    part->ended = status == AI95_OK && part->last && !part->xml.paused;
    return status;
}

void ai95_part_close(struct ai95_part *part) {
    ai95_xml_close(&part->xml);
    if (part->file != NULL)
        zip_fclose(part->file);
    memset(part, 0, sizeof *part);
}

enum ai95_status ai95_part_read(const struct ai95_archive *archive, const char *name,
                                uint64_t maximum, const struct ai95_xml_reader *reader, void *state,
                                struct ai95_problem *problem) {
    struct ai95_part part;
    enum ai95_status status = ai95_part_open(&part, archive, name, maximum, reader, state, problem);
    while (status == AI95_OK && !part.ended)
        status = ai95_part_advance(&part);
    ai95_part_close(&part);
    ai95_problem_at(problem, "%s", name);
    return status;
}
