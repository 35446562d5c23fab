#include "http/handle.h"
#include <string.h>

static void free_handle(struct ai95_handle *handle) {
    curl_easy_cleanup(handle->easy);
    curl_slist_free_all(handle->headers);
    ai95_profile_release(handle->profile);
}

static void remove_at(struct ai95_free_list *list, int index) {
    struct ai95_handle *at = &list->handles[index];
    list->count--;
    memmove(at, at + 1, (size_t)(list->count - index) * sizeof *at);
}

/* A handle that is set up for another profile is of no use: libcurl 7.88 may keep buffers on it, of
 * an HTTP/2 stream or of a failure, and then their size cannot be changed. */
bool ai95_handle_take(struct ai95_free_list *list, struct ai95_profile *profile,
                      struct ai95_handle *handle) {
    for (int i = list->count - 1; i >= 0; i--) {
        if (list->handles[i].profile == profile) {
            *handle = list->handles[i];
            remove_at(list, i);
            return true;
        }
    }
    handle->easy = curl_easy_init();
    if (handle->easy != NULL)
        handle->profile = ai95_profile_hold(profile);
    return handle->easy != NULL;
}

void ai95_handle_release(struct ai95_free_list *list, struct ai95_handle *handle, bool reusable) {
    if (reusable) {
        if (list->count == AI95_FREE_HANDLES) {
            free_handle(&list->handles[0]); /* the one that was not used for the longest time */
            remove_at(list, 0);
        }
        list->handles[list->count++] = *handle;
    } else {
        free_handle(handle);
    }
    memset(handle, 0, sizeof *handle);
}

void ai95_handle_free_all(struct ai95_free_list *list) {
    while (list->count > 0)
        free_handle(&list->handles[--list->count]);
}
