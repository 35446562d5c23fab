#include "workbook/styles.h"
#include <stdlib.h>

/* Excel allows 65,490 styles, and fewer formats. */
enum { STYLE_SHEET = 1, LIST = 2, ENTRY = 3 /* depths */, MAX_STYLES = 0x10000 };

struct custom {
    uint32_t number;
    enum ai95_format format;
};

struct state {
    struct ai95_buffer customs; /* struct custom: the formats that the workbook defines */
    struct ai95_buffer styles;  /* uint32_t: each style's number of a format */
    bool in_formats, in_styles;
};

static uint32_t read_number(const char **attributes) {
    const char *text = ai95_xml_attribute(attributes, "numFmtId");
    uint32_t number = 0;
    if (text != NULL && !ai95_read_digits(text, strlen(text), UINT32_MAX, &number))
        number = 0;
    return number;
}

static enum ai95_status add_custom(struct state *state, const char **attributes) {
    const char *code = ai95_xml_attribute(attributes, "formatCode");
    struct custom custom;
    memset(&custom, 0, sizeof custom);
    custom.number = read_number(attributes);
    custom.format = ai95_format_of_code(code != NULL ? code : "");
    return ai95_buffer_append(&state->customs, &custom, sizeof custom);
}

static enum ai95_status add_style(struct state *state, const char **attributes) {
    uint32_t number = read_number(attributes);
    return ai95_buffer_append(&state->styles, &number, sizeof number);
}

static void start(void *data, struct ai95_xml *xml, const char *name, const char **attributes) {
    struct state *state = data;
    if (xml->depth == STYLE_SHEET && !ai95_is(name, "styleSheet")) {
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "it holds no styles"));
    } else if (xml->depth == LIST) {
        state->in_formats = ai95_is(name, "numFmts");
        state->in_styles = ai95_is(name, "cellXfs");
    } else if (xml->depth == ENTRY && state->in_formats && ai95_is(name, "numFmt")) {
        if (state->customs.length >= MAX_STYLES * sizeof(struct custom))
            ai95_xml_fail(xml, ai95_too_large(xml->problem, "it has too many number formats"));
        else
            ai95_xml_check(xml, add_custom(state, attributes));
    } else if (xml->depth == ENTRY && state->in_styles && ai95_is(name, "xf")) {
        if (state->styles.length >= MAX_STYLES * sizeof(uint32_t))
            ai95_xml_fail(xml, ai95_too_large(xml->problem, "it has too many styles"));
        else
            ai95_xml_check(xml, add_style(state, attributes));
    }
}

static int compare(const void *a, const void *b) {
    uint32_t x = ((const struct custom *)a)->number, y = ((const struct custom *)b)->number;
    return (x > y) - (x < y);
}

/* Numbers to formats. A format of the workbook stands before a built-in one. */
static enum ai95_status resolve(struct ai95_styles *styles, const struct state *state) {
    size_t customs = state->customs.length / sizeof(struct custom);
    size_t count = state->styles.length / sizeof(uint32_t);
    if (count == 0)
        return AI95_OK;
    styles->formats = calloc(count, 1);
    if (styles->formats == NULL)
        return AI95_NO_MEMORY;
    styles->count = (uint32_t)count;
    if (customs > 0)
        qsort(state->customs.data, customs, sizeof(struct custom), compare);
    for (size_t i = 0; i < count; i++) {
        struct custom key = {0}, *found = NULL;
        memcpy(&key.number, state->styles.data + i * sizeof key.number, sizeof key.number);
        if (customs > 0)
            found = bsearch(&key, state->customs.data, customs, sizeof key, compare);
        styles->formats[i] =
            (unsigned char)(found != NULL ? found->format : ai95_format_of_number(key.number));
    }
    return AI95_OK;
}

enum ai95_status ai95_styles_read(struct ai95_styles *styles, const struct ai95_archive *archive,
                                  const char *part, struct ai95_problem *problem) {
    static const struct ai95_xml_reader reader = {start, NULL, NULL};
    struct state state = {.in_formats = false};
    ai95_buffer_init(&state.customs, 1 << 30);
    ai95_buffer_init(&state.styles, 1 << 30);
    enum ai95_status status =
        ai95_part_read(archive, part, AI95_MAX_SMALL_BYTES, &reader, &state, problem);
    if (status == AI95_OK)
        status = resolve(styles, &state);
    ai95_buffer_free(&state.customs);
    ai95_buffer_free(&state.styles);
    return status;
}

void ai95_styles_free(struct ai95_styles *styles) {
    free(styles->formats);
    memset(styles, 0, sizeof *styles);
}
