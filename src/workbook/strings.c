#include "workbook/strings.h"
#include <stdlib.h>

enum { SST = 1, SI = 2 /* depths */ };

/* With each quote doubled, the fields are at most twice as long as the part. */
enum { MAX_FIELDS = 0x30000000 };

struct state {
    struct ai95_strings *strings;
    struct ai95_text text;
    bool in_si;
};

static enum ai95_status grow(struct ai95_strings *strings) {
    uint32_t capacity = strings->capacity < 256 ? 256 : strings->capacity * 2;
    uint32_t *ends = realloc(strings->ends, capacity * sizeof *ends);
    if (ends == NULL)
        return AI95_NO_MEMORY;
    strings->ends = ends;
    strings->capacity = capacity;
    return AI95_OK;
}

static enum ai95_status add(struct state *state) {
    struct ai95_strings *strings = state->strings;
    struct ai95_buffer *text = &state->text.content;
    enum ai95_status status = AI95_OK;
    if (strings->count == strings->capacity)
        status = grow(strings);
    if (status != AI95_OK)
        return status;
    ai95_normalize_breaks(text);
    status = ai95_csv_append(&strings->fields, text->data, text->length);
    if (status == AI95_OK)
        strings->ends[strings->count++] = (uint32_t)strings->fields.length;
    return status;
}

static void start(void *data, struct ai95_xml *xml, const char *name, const char **attributes) {
    struct state *state = data;
    (void)attributes;
    if (xml->depth == SST && !ai95_is(name, "sst")) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "it holds no shared strings"));
    } else if (xml->depth == SI) {
        state->in_si = ai95_is(name, "si");
        ai95_text_clear(&state->text);
    } else if (xml->depth > SI && state->in_si) {
        ai95_rich_start(&state->text, xml->depth - SI, name);
    }
}

static void end(void *data, struct ai95_xml *xml, const char *name) {
    struct state *state = data;
    (void)name;
    if (xml->depth > SI)
        ai95_rich_end(&state->text);
    else if (xml->depth == SI && state->in_si)
        ai95_xml_check(xml, add(state));
}

static void take(void *data, struct ai95_xml *xml, const char *text, size_t length) {
    struct state *state = data;
    if (state->text.taking)
        ai95_xml_check(xml, ai95_text_append(&state->text, text, length, xml->problem));
}

enum ai95_status ai95_strings_read(struct ai95_strings *strings, const struct ai95_archive *archive,
                                   const char *part, struct ai95_problem *problem) {
    static const struct ai95_xml_reader reader = {start, end, take};
    struct state state = {.strings = strings};
    ai95_text_init(&state.text);
    ai95_buffer_init(&strings->fields, MAX_FIELDS);
    enum ai95_status status =
        ai95_part_read(archive, part, AI95_MAX_STRINGS_BYTES, &reader, &state, problem);
    ai95_text_free(&state.text);
    if (status != AI95_OK)
        ai95_strings_free(strings);
    return status;
}

void ai95_strings_free(struct ai95_strings *strings) {
    ai95_buffer_free(&strings->fields);
    free(strings->ends);
    memset(strings, 0, sizeof *strings);
}
