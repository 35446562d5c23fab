/* How the parts of a workbook find each other: relationships, and the types of parts. */
#ifndef AI95_PACKAGE_H
#define AI95_PACKAGE_H

#include "workbook/archive.h"
#include "util/buffer.h"

enum { AI95_MAX_RELATIONSHIPS = 16384, AI95_MAX_NAMES = 32 * 1024 * 1024 /* bytes of texts */ };

enum ai95_relation {
    AI95_OTHER_RELATION,
    AI95_WORKBOOK,
    AI95_WORKSHEET,
    AI95_SHARED_STRINGS,
    AI95_STYLES
};

/* The texts are in `names`, each with a NUL behind it. */
struct ai95_relationship {
    size_t id, target; /* a part's name, without a slash in front */
    enum ai95_relation relation;
};

/* Zeroed memory, with ai95_relationships_init. */
struct ai95_relationships {
    struct ai95_buffer names, list;
};

void ai95_relationships_init(struct ai95_relationships *relationships);
void ai95_relationships_free(struct ai95_relationships *relationships);
/* The relationships of a part, or of the package if its name is "". A part need not have any. */
enum ai95_status ai95_relationships_read(struct ai95_relationships *relationships,
                                         const struct ai95_archive *archive, const char *part,
                                         struct ai95_problem *problem);
size_t ai95_relationships_count(const struct ai95_relationships *relationships);
struct ai95_relationship ai95_relationships_get(const struct ai95_relationships *relationships,
                                                size_t index);
/* The target of the first one of that kind, or NULL. */
const char *ai95_relationships_first(const struct ai95_relationships *relationships,
                                     enum ai95_relation relation);

/* Appends a text and its NUL, and gives its place. */
enum ai95_status ai95_names_append(struct ai95_buffer *names, const char *text, size_t *place);
static inline const char *ai95_names_get(const struct ai95_buffer *names, size_t place) {
    return (const char *)names->data + place;
}

/* Whether the part's content type has that word in it. */
enum ai95_status ai95_package_has_type(const struct ai95_archive *archive, const char *part,
                                       const char *word, bool *result,
                                       struct ai95_problem *problem);

#endif
