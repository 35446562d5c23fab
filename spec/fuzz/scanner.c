/* The scanner: it stays inside the text and its depth, whichever way a document is read; and a
 * document that it accepts, written again, is accepted again, with the same content. */
#include "fuzz.h"
#include "json/json_string.h"
#include "json/scanner.h"
#include "json/utf8.h"

static void check_place(const struct ai95_scanner *scanner) {
    CHECK(scanner->start <= scanner->at && scanner->at <= scanner->end);
    CHECK(scanner->depth >= 0 && scanner->depth <= AI95_JSON_DEPTH);
}

/* A string's content, or a number's literal, is in the text or in the scanner. */
static void check_text(const struct ai95_scanner *scanner, const struct ai95_json_value *value) {
    const unsigned char *text = (const unsigned char *)value->text;
    CHECK((text >= scanner->start && value->length <= (size_t)(scanner->end - text)) ||
          (text == scanner->decoded.data && value->length == scanner->decoded.length));
    CHECK(ai95_utf8_check(text, value->length) == value->length);
}

static void append(struct ai95_buffer *out, const char *text, size_t length) {
    CHECK(ai95_buffer_append(out, text, length) == AI95_OK);
}

static void append_string(const struct ai95_scanner *scanner, struct ai95_buffer *out,
                          const struct ai95_json_value *value) {
    size_t bad;
    check_text(scanner, value);
    CHECK(ai95_json_string(out, value->text, value->length, &bad) == AI95_OK);
}

static enum ai95_status write_value(struct ai95_scanner *scanner, struct ai95_buffer *out);

static enum ai95_status write_members(struct ai95_scanner *scanner, struct ai95_buffer *out,
                                      bool is_array) {
    struct ai95_json_value name;
    bool more;
    append(out, is_array ? "[" : "{", 1);
    for (bool first = true;; first = false) {
        enum ai95_status status = is_array ? ai95_scan_element(scanner, first, &more)
                                           : ai95_scan_member(scanner, first, &more, &name);
        check_place(scanner);
        if (status != AI95_OK)
            return status;
        if (!more)
            break;
        if (!first)
            append(out, ",", 1);
        if (!is_array) {
            append_string(scanner, out, &name);
            append(out, ":", 1);
        }
        status = write_value(scanner, out);
        if (status != AI95_OK)
            return status;
    }
    append(out, is_array ? "]" : "}", 1);
    return AI95_OK;
}

static enum ai95_status write_value(struct ai95_scanner *scanner, struct ai95_buffer *out) {
    struct ai95_json_value value;
    enum ai95_status status = ai95_scan_value(scanner, &value);
    check_place(scanner);
    if (status != AI95_OK)
        return status;
    switch (value.kind) {
    case AI95_JSON_NULL:
        append(out, "null", 4);
        return AI95_OK;
    case AI95_JSON_FALSE:
        append(out, "false", 5);
        return AI95_OK;
    case AI95_JSON_TRUE:
        append(out, "true", 4);
        return AI95_OK;
    case AI95_JSON_NUMBER:
        check_text(scanner, &value);
        append(out, value.text, value.length);
        return AI95_OK;
    case AI95_JSON_STRING:
        append_string(scanner, out, &value);
        return AI95_OK;
    default:
        return write_members(scanner, out, value.kind == AI95_JSON_ARRAY);
    }
}

/* Reads the text value by value, and writes it into `out`. */
static enum ai95_status rewrite(const void *text, size_t length, struct ai95_buffer *out) {
    struct ai95_scanner scanner;
    ai95_scanner_init(&scanner, text, length);
    ai95_buffer_init(out, SIZE_MAX / 4);
    enum ai95_status status = write_value(&scanner, out);
    if (status == AI95_OK)
        status = ai95_scan_end(&scanner);
    CHECK(status == AI95_OK || (status == AI95_BAD_DATA && scanner.problem != NULL));
    CHECK(status != AI95_OK || (scanner.at == scanner.end && scanner.depth == 0));
    ai95_scanner_free(&scanner);
    return status;
}

/* Passes over the text. */
static enum ai95_status skip(const void *text, size_t length) {
    struct ai95_scanner scanner;
    struct ai95_json_value value;
    ai95_scanner_init(&scanner, text, length);
    enum ai95_status status = ai95_scan_value(&scanner, &value);
    if (status == AI95_OK)
        status = ai95_scan_rest(&scanner, &value);
    if (status == AI95_OK)
        status = ai95_scan_end(&scanner);
    check_place(&scanner);
    ai95_scanner_free(&scanner);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ai95_buffer once, twice;
    enum ai95_status status = rewrite(data, size, &once);
    CHECK(skip(data, size) == status);
    if (status == AI95_OK) {
        CHECK(rewrite(once.data, once.length, &twice) == AI95_OK);
        CHECK(once.length == twice.length && memcmp(once.data, twice.data, once.length) == 0);
        ai95_buffer_free(&twice);
    }
    ai95_buffer_free(&once);
    return 0;
}
