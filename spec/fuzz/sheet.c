/* Fuzzes workbook/sheet.c: the XML of a sheet, in one piece and in many, must give the same CSV,
 * with one record for each row. The first byte says how many bytes a piece has. */
#include "fuzz.h"
#include "workbook/sheet.h"

struct content {
    uint64_t hash;
    size_t length, records;
    bool in_quotes;
    enum ai95_status status;
};

enum { MAX_CONTENT = 4 << 20 };

static bool take(struct content *content, struct ai95_buffer *out) {
    for (size_t i = 0; i < out->length; i++) {
        content->hash = (content->hash ^ out->data[i]) * 1099511628211u; /* FNV-1a */
        content->in_quotes ^= out->data[i] == '"';
        content->records += out->data[i] == '\n' && !content->in_quotes;
    }
    content->length += out->length;
    out->length = 0;
    return content->length < MAX_CONTENT;
}

static bool parse(struct ai95_xml *xml, struct content *content, struct ai95_sheet *sheet,
                  const uint8_t *data, size_t size, bool is_last) {
    void *room = ai95_xml_room(xml, size > 0 ? size : 1);
    CHECK(room != NULL);
    if (size > 0)
        memcpy(room, data, size);
    content->status = ai95_xml_parse(xml, size, is_last);
    while (content->status == AI95_OK && take(content, &sheet->out) && xml->paused)
        content->status = ai95_xml_resume(xml);
    return content->status == AI95_OK && content->length < MAX_CONTENT;
}

static struct content read_all(const uint8_t *data, size_t size, size_t step) {
    static unsigned char fields[] = "name\"a,\nb\"", formats[] = {0, 1, 2};
    static uint32_t ends[] = {4, 10, 10};
    const struct ai95_strings strings = {{fields, 10, 10, 10}, ends, 3, 3};
    const struct ai95_styles styles = {formats, 3};
    struct content content = {.hash = 14695981039346656037u};
    struct ai95_problem problem = {0};
    struct ai95_sheet sheet;
    struct ai95_xml xml;
    ai95_sheet_init(&sheet, &strings, &styles, size % 2 == 1);
    CHECK(ai95_xml_open(&xml, &ai95_sheet_reader, &sheet, &problem) == AI95_OK);
    bool more = true;
    for (size_t at = 0; more && at < size; at += step)
        more = parse(&xml, &content, &sheet, data + at, size - at < step ? size - at : step, false);
    if (more && parse(&xml, &content, &sheet, NULL, 0, true)) {
        CHECK(!content.in_quotes && content.records == sheet.row);
    }
    CHECK((content.status == AI95_OK) == (problem.kind == AI95_NO_PROBLEM));
    CHECK(content.status == AI95_OK || content.status == AI95_BAD_DATA);
    ai95_xml_close(&xml);
    ai95_sheet_free(&sheet);
    return content;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    size_t step = (size_t)data[0] + 1;
    struct content whole = read_all(data + 1, size - 1, size > 1 ? size - 1 : 1);
    struct content parts = read_all(data + 1, size - 1, step);
    if (whole.length >= MAX_CONTENT || parts.length >= MAX_CONTENT)
        return 0;
    CHECK(whole.status == parts.status);
    /* Of a damaged sheet, how much came before is a matter of the pieces. */
    CHECK(whole.status != AI95_OK || (whole.hash == parts.hash && whole.length == parts.length));
    return 0;
}
