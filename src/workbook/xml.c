#include "workbook/xml.h"
#include <stdlib.h>

static void start_element(void *data, const char *name, const char **attributes) {
    struct ai95_xml *xml = data;
    xml->progress = true;
    xml->depth++;
    if (xml->status != AI95_OK)
        return;
    if (xml->depth > AI95_MAX_DEPTH)
        ai95_xml_fail(xml, ai95_damaged(xml->problem, "its XML is nested too deeply"));
    else
        xml->reader->start(xml->state, xml, ai95_local_name(name), attributes);
}

static void end_element(void *data, const char *name) {
    struct ai95_xml *xml = data;
    xml->progress = true;
    if (xml->status == AI95_OK && xml->reader->end != NULL)
        xml->reader->end(xml->state, xml, ai95_local_name(name));
    xml->depth--;
}

static void take_text(void *data, const char *text, int length) {
    struct ai95_xml *xml = data;
    xml->progress = true;
    if (xml->status == AI95_OK && xml->reader->text != NULL)
        xml->reader->text(xml->state, xml, text, (size_t)length);
}

/* Comments, processing instructions, blanks around the root. */
static void skip(void *data, const char *text, int length) {
    (void)text;
    (void)length;
    ((struct ai95_xml *)data)->progress = true;
}

/* Workbooks have no DOCTYPE. With one, a small file can declare entities of any size. */
static void refuse_doctype(void *data, const char *name, const char *system_id,
                           const char *public_id, int has_subset) {
    struct ai95_xml *xml = data;
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_subset;
    ai95_xml_fail(xml, ai95_damaged(xml->problem, "its XML has a DOCTYPE"));
}

enum ai95_status ai95_xml_open(struct ai95_xml *xml, const struct ai95_xml_reader *reader,
                               void *state, struct ai95_problem *problem) {
    const XML_Memory_Handling_Suite memory = {malloc, realloc, free};
    memset(xml, 0, sizeof *xml);
    xml->reader = reader;
    xml->state = state;
    xml->problem = problem;
    xml->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (xml->parser == NULL)
        return AI95_NO_MEMORY;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, start_element, end_element);
    XML_SetCharacterDataHandler(xml->parser, take_text);
    XML_SetDefaultHandler(xml->parser, skip);
    XML_SetStartDoctypeDeclHandler(xml->parser, refuse_doctype);
    return AI95_OK;
}

void *ai95_xml_room(struct ai95_xml *xml, size_t size) {
    return XML_GetBuffer(xml->parser, (int)size);
}

static enum ai95_status finish(struct ai95_xml *xml, enum XML_Status result) {
    if (xml->status == AI95_OK && result == XML_STATUS_ERROR) {
        enum XML_Error error = XML_GetErrorCode(xml->parser);
        xml->status =
            error == XML_ERROR_NO_MEMORY
                ? AI95_NO_MEMORY
                : ai95_damaged(xml->problem, "its XML is broken (%s)", XML_ErrorString(error));
    }
    xml->paused = result == XML_STATUS_SUSPENDED;
    return xml->status;
}

enum ai95_status ai95_xml_parse(struct ai95_xml *xml, size_t length, bool is_last) {
    xml->progress = false;
    enum XML_Status result = XML_ParseBuffer(xml->parser, (int)length, is_last);
    xml->stalled = xml->progress ? 0 : xml->stalled + length;
    if (xml->status == AI95_OK && xml->stalled > AI95_MAX_TOKEN)
        xml->status = ai95_damaged(xml->problem, "its XML has a tag without end");
    return finish(xml, result);
}

enum ai95_status ai95_xml_resume(struct ai95_xml *xml) {
    return finish(xml, XML_ResumeParser(xml->parser));
}

void ai95_xml_close(struct ai95_xml *xml) {
    if (xml->parser != NULL)
        XML_ParserFree(xml->parser);
    memset(xml, 0, sizeof *xml);
}

void ai95_xml_pause(struct ai95_xml *xml) {
    if (xml->status == AI95_OK)
        XML_StopParser(xml->parser, XML_TRUE);
}

void ai95_xml_fail(struct ai95_xml *xml, enum ai95_status status) {
    if (xml->status == AI95_OK)
        xml->status = status;
    XML_StopParser(xml->parser, XML_FALSE);
}

const char *ai95_xml_attribute(const char **attributes, const char *name) {
    for (; attributes[0] != NULL; attributes += 2)
        if (ai95_is(attributes[0], name))
            return attributes[1];
    return NULL;
}

bool ai95_read_digits(const char *text, size_t length, uint32_t maximum, uint32_t *value) {
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        sum = sum * 10 + (uint64_t)(text[i] - '0');
        if (sum > maximum)
            return false;
    }
    *value = (uint32_t)sum;
    return length > 0;
}
