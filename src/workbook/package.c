#include "workbook/package.h"
#include "util/ascii.h"

enum { ENTRY = 2 /* depth */, MAX_PATH = 1024 };

enum ai95_status ai95_names_append(struct ai95_buffer *names, const char *text, size_t *place) {
    *place = names->length;
    return ai95_buffer_append(names, text, strlen(text) + 1);
}

void ai95_relationships_init(struct ai95_relationships *relationships) {
    ai95_buffer_init(&relationships->names, AI95_MAX_NAMES);
    ai95_buffer_init(&relationships->list,
                     AI95_MAX_RELATIONSHIPS * sizeof(struct ai95_relationship));
}

void ai95_relationships_free(struct ai95_relationships *relationships) {
    ai95_buffer_free(&relationships->names);
    ai95_buffer_free(&relationships->list);
}

size_t ai95_relationships_count(const struct ai95_relationships *relationships) {
    return relationships->list.length / sizeof(struct ai95_relationship);
}

struct ai95_relationship ai95_relationships_get(const struct ai95_relationships *relationships,
                                                size_t index) {
    struct ai95_relationship entry;
    memcpy(&entry, relationships->list.data + index * sizeof entry, sizeof entry);
    return entry;
}

const char *ai95_relationships_first(const struct ai95_relationships *relationships,
                                     enum ai95_relation relation) {
    size_t count = ai95_relationships_count(relationships);
    for (size_t i = 0; i < count; i++) {
        struct ai95_relationship entry = ai95_relationships_get(relationships, i);
        if (entry.relation == relation)
            return ai95_names_get(&relationships->names, entry.target);
    }
    return NULL;
}

static size_t length_of_folder(const char *part) {
    const char *slash = strrchr(part, '/');
    return slash != NULL ? (size_t)(slash - part) + 1 : 0;
}

/* The path without ./ and ../ in it. False if it is too long or leaves the package. */
static bool resolve(const char *part, const char *target, char path[MAX_PATH]) {
    size_t length = 0;
    if (*target == '/')
        target++;
    else
        length = length_of_folder(part);
    if (length + strlen(target) >= MAX_PATH)
        return false;
    memcpy(path, part, length);
    while (*target != '\0') {
        size_t step = strcspn(target, "/\\");
        bool is_last = target[step] == '\0';
        if (step == 2 && memcmp(target, "..", 2) == 0) {
            if (length == 0)
                return false;
            path[length - 1] = '\0';
            length = length_of_folder(path);
        } else if (step > 0 && !(step == 1 && *target == '.')) {
            memcpy(path + length, target, step);
            length += step;
            if (!is_last)
                path[length++] = '/';
        }
        target += step + !is_last;
    }
    path[length] = '\0';
    return length > 0;
}

/* By the last word of the type: strict and transitional OOXML have other words before it. */
static enum ai95_relation relation_of(const char *type) {
    const char *slash = strrchr(type, '/'), *word = slash != NULL ? slash + 1 : type;
    return ai95_is(word, "officeDocument")  ? AI95_WORKBOOK
           : ai95_is(word, "worksheet")     ? AI95_WORKSHEET
           : ai95_is(word, "sharedStrings") ? AI95_SHARED_STRINGS
           : ai95_is(word, "styles")        ? AI95_STYLES
                                            : AI95_OTHER_RELATION;
}

struct reading {
    struct ai95_relationships *relationships;
    const char *part;
};

static enum ai95_status add(struct reading *reading, const char *id, const char *type,
                            const char *target, struct ai95_problem *problem) {
    struct ai95_relationships *relationships = reading->relationships;
    struct ai95_relationship entry;
    char path[MAX_PATH];
    if (!resolve(reading->part, target, path))
        return AI95_OK; /* then the part is missing, if it is needed */
    if (ai95_relationships_count(relationships) == AI95_MAX_RELATIONSHIPS)
        return ai95_too_large(problem, "it has too many parts");
    memset(&entry, 0, sizeof entry);
    entry.relation = relation_of(type);
    enum ai95_status status = ai95_names_append(&relationships->names, id, &entry.id);
    if (status == AI95_OK)
        status = ai95_names_append(&relationships->names, path, &entry.target);
    if (status == AI95_OK)
        status = ai95_buffer_append(&relationships->list, &entry, sizeof entry);
    return status;
}

static void start_relationship(void *data, struct ai95_xml *xml, const char *name,
                               const char **attributes) {
    const char *id = ai95_xml_attribute(attributes, "Id");
    const char *type = ai95_xml_attribute(attributes, "Type");
    const char *target = ai95_xml_attribute(attributes, "Target");
    const char *mode = ai95_xml_attribute(attributes, "TargetMode");
    if (xml->depth == ENTRY && ai95_is(name, "Relationship") && id != NULL && type != NULL &&
        target != NULL && (mode == NULL || !ai95_is(mode, "External")))
        ai95_xml_check(xml, add(data, id, type, target, xml->problem));
}

enum ai95_status ai95_relationships_read(struct ai95_relationships *relationships,
                                         const struct ai95_archive *archive, const char *part,
                                         struct ai95_problem *problem) {
    static const struct ai95_xml_reader reader = {start_relationship, NULL, NULL};
    struct reading reading = {relationships, part};
    char path[MAX_PATH + 16];
    uint64_t index;
    size_t folder = length_of_folder(part);
    if (strlen(part) >= MAX_PATH)
        return ai95_damaged(problem, "the name of a part is too long");
    memcpy(path, part, folder);
    memcpy(path + folder, "_rels/", 6);
    size_t rest = strlen(part + folder);
    memcpy(path + folder + 6, part + folder, rest);
    memcpy(path + folder + 6 + rest, ".rels", sizeof ".rels");
    if (!ai95_archive_find(archive, path, &index))
        return AI95_OK;
    return ai95_part_read(archive, path, AI95_MAX_SMALL_BYTES, &reader, &reading, problem);
}

struct typing {
    const char *part, *word;
    bool overridden, by_override, by_default;
};

static bool is_same_name(const char *a, const char *b) {
    return strlen(a) == strlen(b) && ai95_ascii_equal(a, b, strlen(a));
}

static void start_type(void *data, struct ai95_xml *xml, const char *name,
                       const char **attributes) {
    struct typing *typing = data;
    const char *type = ai95_xml_attribute(attributes, "ContentType");
    const char *part = ai95_xml_attribute(attributes, "PartName");
    const char *extension = ai95_xml_attribute(attributes, "Extension");
    const char *dot = strrchr(typing->part, '.');
    if (xml->depth != ENTRY || type == NULL)
        return;
    bool has_word = strstr(type, typing->word) != NULL;
    if (ai95_is(name, "Override") && part != NULL &&
        is_same_name(*part == '/' ? part + 1 : part, typing->part)) {
        typing->overridden = true;
        typing->by_override = has_word;
    } else if (ai95_is(name, "Default") && extension != NULL && dot != NULL &&
               is_same_name(extension, dot + 1)) {
        typing->by_default = has_word;
    }
}

enum ai95_status ai95_package_has_type(const struct ai95_archive *archive, const char *part,
                                       const char *word, bool *result,
                                       struct ai95_problem *problem) {
    static const char types[] = "[Content_Types].xml";
    static const struct ai95_xml_reader reader = {start_type, NULL, NULL};
    struct typing typing = {.part = part, .word = word};
    uint64_t index;
    enum ai95_status status = AI95_OK;
    if (ai95_archive_find(archive, types, &index))
        status = ai95_part_read(archive, types, AI95_MAX_SMALL_BYTES, &reader, &typing, problem);
    *result = typing.overridden ? typing.by_override : typing.by_default;
    return status;
}
