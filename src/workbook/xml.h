/* Reads XML in pieces, with expat. Elements are known by their local names: programs choose their
 * own prefixes, and strict OOXML has other namespaces. */
#ifndef AI95_XML_H
#define AI95_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <expat.h>
#include "workbook/problem.h"

enum {
    AI95_MAX_DEPTH = 128,        /* of elements */
    AI95_MAX_TOKEN = 1024 * 1024 /* bytes without an event, which expat keeps in memory */
};

struct ai95_xml;

/* Called for each element, with its depth in xml->depth (1: the root), and for its text. The
 * functions report a failure with ai95_xml_fail. */
struct ai95_xml_reader {
    void (*start)(void *state, struct ai95_xml *xml, const char *name, const char **attributes);
    void (*end)(void *state, struct ai95_xml *xml, const char *name);
    void (*text)(void *state, struct ai95_xml *xml, const char *text, size_t length);
};

/* Must stay where it is while it is open. */
struct ai95_xml {
    XML_Parser parser;
    const struct ai95_xml_reader *reader;
    void *state;
    struct ai95_problem *problem;
    enum ai95_status status;
    unsigned depth;
    size_t stalled;
    bool progress, paused;
};

enum ai95_status ai95_xml_open(struct ai95_xml *xml, const struct ai95_xml_reader *reader,
                               void *state, struct ai95_problem *problem);
/* Room for the next `size` bytes of input, or NULL if there is not enough memory. */
void *ai95_xml_room(struct ai95_xml *xml, size_t size);
/* Parses that many bytes, which are in the room. If the reader pauses, xml->paused is set; then
 * ai95_xml_resume comes before the next input. */
enum ai95_status ai95_xml_parse(struct ai95_xml *xml, size_t length, bool is_last);
enum ai95_status ai95_xml_resume(struct ai95_xml *xml);
void ai95_xml_close(struct ai95_xml *xml);

/* For the reader. A few more events may come after each of these; none after a failure. */
void ai95_xml_pause(struct ai95_xml *xml);
void ai95_xml_fail(struct ai95_xml *xml, enum ai95_status status);

static inline void ai95_xml_check(struct ai95_xml *xml, enum ai95_status status) {
    if (status != AI95_OK)
        ai95_xml_fail(xml, status);
}

static inline bool ai95_is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

static inline const char *ai95_local_name(const char *name) {
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

/* The attribute's value, or NULL. */
const char *ai95_xml_attribute(const char **attributes, const char *name);

/* Whether an attribute of that value, or NULL, is true. */
static inline bool ai95_xml_is_true(const char *text) {
    return text != NULL && (ai95_is(text, "1") || ai95_is(text, "true"));
}

/* Digits up to `maximum`; blanks around them are not allowed. */
bool ai95_read_digits(const char *text, size_t length, uint32_t maximum, uint32_t *value);

#endif
