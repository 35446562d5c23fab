/* The parts of a multipart form. */
#ifndef AI95_FORM_H
#define AI95_FORM_H

#include <stddef.h>
#include <curl/curl.h>

/* A text is NULL if the part does not have it, and ends with a NUL byte. */
struct ai95_part {
    const char *name;
    const char *data;            /* this or a path, not both */
    const char *path, *filename; /* a file's, and the name that the server gets for it */
    size_t name_length, data_length, path_length, filename_length;
};

/* Says what is wrong with the part, or returns NULL. A control character in a name would end its
 * header line, and the rest would be read as the next header. */
const char *ai95_form_problem(const struct ai95_part *part);
/* Adds a part that has no problem. */
CURLcode ai95_form_add(curl_mime *form, const struct ai95_part *part);

#endif
