/* libcurl's easy handles, each set up for one profile, and a list of free ones to use again:
 * setting one up costs more than everything else that a small request does. */
#ifndef AI95_HANDLE_H
#define AI95_HANDLE_H

#include <stdbool.h>
#include <curl/curl.h>
#include "http/profile.h"

enum { AI95_FREE_HANDLES = 100 };

struct ai95_handle {
    CURL *easy;
    struct ai95_profile *profile;
    bool set_up;
    struct curl_slist *headers; /* `easy` points to them */
};

struct ai95_free_list {
    struct ai95_handle handles[AI95_FREE_HANDLES];
    int count;
};

/* A free handle that is set up for that profile, or a new one to set up; false if there is no
 * memory. */
bool ai95_handle_take(struct ai95_free_list *list, struct ai95_profile *profile,
                      struct ai95_handle *handle);
/* Puts it into the list if it is reusable, and frees it otherwise. */
void ai95_handle_release(struct ai95_free_list *list, struct ai95_handle *handle, bool reusable);
void ai95_handle_free_all(struct ai95_free_list *list);

#endif
