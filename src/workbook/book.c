#include "workbook/book.h"

enum { WORKBOOK = 1, LIST = 2, SHEET = 3 /* depths */ };

struct state {
    struct ai95_book *book;
    const struct ai95_relationships *relationships;
    bool in_sheets;
};

/* The value of r:id, whatever the prefix. */
static const char *find_id(const char **attributes) {
    for (; attributes[0] != NULL; attributes += 2)
        if (ai95_is(ai95_local_name(attributes[0]), "id"))
            return attributes[1];
    return "";
}

/* Takes a sheet, unless it is a chart or another kind of sheet that has no cells. */
static enum ai95_status add_sheet(struct state *state, const char **attributes,
                                  struct ai95_problem *problem) {
    struct ai95_book *book = state->book;
    const char *name = ai95_xml_attribute(attributes, "name"), *id = find_id(attributes);
    const char *visibility = ai95_xml_attribute(attributes, "state"), *part = "";
    size_t count = ai95_relationships_count(state->relationships);
    for (size_t i = 0; i < count; i++) {
        struct ai95_relationship entry = ai95_relationships_get(state->relationships, i);
        if (!ai95_is(ai95_names_get(&state->relationships->names, entry.id), id))
            continue;
        if (entry.relation != AI95_WORKSHEET)
            return AI95_OK;
        part = ai95_names_get(&state->relationships->names, entry.target);
        break;
    }
    if (ai95_book_count(book) == AI95_MAX_SHEETS)
        return ai95_too_large(problem, "it has more than %d sheets", AI95_MAX_SHEETS);
    struct ai95_book_sheet sheet;
    memset(&sheet, 0, sizeof sheet);
    sheet.hidden = visibility != NULL && !ai95_is(visibility, "visible");
    enum ai95_status status =
        ai95_names_append(&book->names, name != NULL ? name : "", &sheet.name);
    if (status == AI95_OK)
        status = ai95_names_append(&book->names, part, &sheet.part);
    return status != AI95_OK ? status : ai95_buffer_append(&book->sheets, &sheet, sizeof sheet);
}

static void start(void *data, struct ai95_xml *xml, const char *name, const char **attributes) {
    struct state *state = data;
    if (xml->depth == WORKBOOK && !ai95_is(name, "workbook")) {
        ai95_xml_fail(xml, ai95_refuse(xml->problem, "it is a zip file but not a workbook"));
    } else if (xml->depth == LIST) {
        state->in_sheets = ai95_is(name, "sheets");
        if (ai95_is(name, "workbookPr"))
            state->book->is_1904 = ai95_xml_is_true(ai95_xml_attribute(attributes, "date1904"));
    } else if (xml->depth == SHEET && state->in_sheets && ai95_is(name, "sheet")) {
        ai95_xml_check(xml, add_sheet(state, attributes, xml->problem));
    }
}

static enum ai95_status read_workbook(struct ai95_book *book, const char *part,
                                      const struct ai95_relationships *relationships) {
    static const struct ai95_xml_reader reader = {start, NULL, NULL};
    struct state state = {.book = book, .relationships = relationships};
    const char *strings = ai95_relationships_first(relationships, AI95_SHARED_STRINGS);
    const char *styles = ai95_relationships_first(relationships, AI95_STYLES);
    enum ai95_status status =
        ai95_names_append(&book->names, strings != NULL ? strings : "", &book->strings_part);
    if (status == AI95_OK)
        status = ai95_names_append(&book->names, styles != NULL ? styles : "", &book->styles_part);
    if (status == AI95_OK)
        status = ai95_part_read(&book->archive, part, AI95_MAX_SMALL_BYTES, &reader, &state,
                                &book->problem);
    if (status == AI95_OK && ai95_book_count(book) == 0)
        status = ai95_refuse(&book->problem, "the workbook has no sheet with cells");
    return status;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && ai95_is(text + length - end_length, end);
}

/* Refuses other kinds of workbooks, which are zip files too. */
static enum ai95_status check_kind(struct ai95_book *book, const char *part) {
    bool has_macros = false;
    if (ends_with(part, ".bin"))
        return ai95_refuse(&book->problem, "it is a binary workbook (.xlsb): save it as .xlsx");
    enum ai95_status status =
        ai95_package_has_type(&book->archive, part, "macroEnabled", &has_macros, &book->problem);
    if (status == AI95_OK && has_macros)
        return ai95_refuse(&book->problem,
                           "it is a workbook with macros (.xlsm): save it as .xlsx");
    return status;
}

static enum ai95_status read_main_part(struct ai95_book *book, const char *part) {
    struct ai95_relationships relationships;
    ai95_relationships_init(&relationships);
    enum ai95_status status = check_kind(book, part);
    if (status == AI95_OK)
        status = ai95_relationships_read(&relationships, &book->archive, part, &book->problem);
    if (status == AI95_OK)
        status = read_workbook(book, part, &relationships);
    ai95_relationships_free(&relationships);
    return status;
}

static enum ai95_status read_package(struct ai95_book *book) {
    static const char open_document[] = "application/vnd.oasis.opendocument";
    struct ai95_relationships relationships;
    if (ai95_archive_begins(&book->archive, "mimetype", open_document))
        return ai95_refuse(&book->problem, "it is an OpenDocument spreadsheet: save it as .xlsx");
    ai95_relationships_init(&relationships);
    enum ai95_status status =
        ai95_relationships_read(&relationships, &book->archive, "", &book->problem);
    if (status == AI95_OK) {
        const char *part = ai95_relationships_first(&relationships, AI95_WORKBOOK);
        status = part != NULL ? read_main_part(book, part)
                              : ai95_refuse(&book->problem, "it is a zip file but not a workbook");
    }
    ai95_relationships_free(&relationships);
    ai95_problem_at(&book->problem, "%s", "");
    return status;
}

static void init(struct ai95_book *book) {
    memset(book, 0, sizeof *book);
    ai95_buffer_init(&book->names, AI95_MAX_NAMES);
    ai95_buffer_init(&book->sheets, AI95_MAX_SHEETS * sizeof(struct ai95_book_sheet));
}

enum ai95_status ai95_book_open(struct ai95_book *book, const char *path) {
    init(book);
    enum ai95_status status = ai95_archive_open(&book->archive, path, &book->problem);
    return status != AI95_OK ? status : read_package(book);
}

enum ai95_status ai95_book_open_bytes(struct ai95_book *book, const void *bytes, size_t length) {
    init(book);
    enum ai95_status status =
        ai95_archive_open_bytes(&book->archive, bytes, length, &book->problem);
    return status != AI95_OK ? status : read_package(book);
}

static void end_reading(struct ai95_book *book) {
    ai95_part_close(&book->part);
    ai95_sheet_free(&book->sheet);
    book->is_reading = false;
}

void ai95_book_free(struct ai95_book *book) {
    end_reading(book);
    ai95_strings_free(&book->strings);
    ai95_styles_free(&book->styles);
    ai95_buffer_free(&book->names);
    ai95_buffer_free(&book->sheets);
    ai95_archive_close(&book->archive);
}

size_t ai95_book_count(const struct ai95_book *book) {
    return book->sheets.length / sizeof(struct ai95_book_sheet);
}

struct ai95_book_sheet ai95_book_get(const struct ai95_book *book, size_t index) {
    struct ai95_book_sheet sheet;
    memcpy(&sheet, book->sheets.data + index * sizeof sheet, sizeof sheet);
    return sheet;
}

/* The shared strings and the styles, once. A workbook need not have them. */
static enum ai95_status read_tables(struct ai95_book *book) {
    const char *strings = ai95_names_get(&book->names, book->strings_part);
    const char *styles = ai95_names_get(&book->names, book->styles_part);
    enum ai95_status status = AI95_OK;
    uint64_t index;
    if (book->has_tables)
        return AI95_OK;
    if (ai95_archive_find(&book->archive, strings, &index))
        status = ai95_strings_read(&book->strings, &book->archive, strings, &book->problem);
    if (status == AI95_OK && ai95_archive_find(&book->archive, styles, &index))
        status = ai95_styles_read(&book->styles, &book->archive, styles, &book->problem);
    if (status == AI95_OK)
        book->has_tables = true;
    else
        ai95_strings_free(&book->strings);
    return status;
}

/* Ends the reading; the problem says where it was. */
static enum ai95_status fail(struct ai95_book *book, enum ai95_status status) {
    struct ai95_book_sheet sheet = ai95_book_get(book, book->current);
    const char *name = ai95_names_get(&book->names, sheet.name);
    if (book->sheet.row > 0)
        ai95_problem_at(&book->problem, "sheet %.100s, row %u", name, (unsigned)book->sheet.row);
    else
        ai95_problem_at(&book->problem, "sheet %.100s", name);
    end_reading(book);
    book->failed = status;
    return status;
}

enum ai95_status ai95_book_begin(struct ai95_book *book, size_t index) {
    end_reading(book);
    memset(&book->problem, 0, sizeof book->problem);
    book->failed = AI95_OK;
    book->has_begun = true;
    book->current = index;
    ai95_sheet_init(&book->sheet, &book->strings, &book->styles, book->is_1904);
    enum ai95_status status = read_tables(book);
    if (status != AI95_OK)
        return fail(book, status);
    status = ai95_part_open(&book->part, &book->archive,
                            ai95_names_get(&book->names, ai95_book_get(book, index).part),
                            AI95_MAX_SHEET_BYTES, &ai95_sheet_reader, &book->sheet, &book->problem);
    if (status != AI95_OK)
        return fail(book, status);
    book->is_reading = true;
    return AI95_OK;
}

enum ai95_status ai95_book_read(struct ai95_book *book) {
    enum ai95_status status = AI95_OK;
    if (book->failed != AI95_OK)
        return book->failed;
    while (book->is_reading && status == AI95_OK && book->sheet.out.length < AI95_TEXT_BLOCK) {
        status = ai95_part_advance(&book->part);
        book->is_reading = !book->part.ended;
    }
    return status != AI95_OK ? fail(book, status) : AI95_OK;
}
