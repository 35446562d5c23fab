#include "http/trust.h"
#include <dirent.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include <curl/curl.h>

enum { CACHES_FILE = 0x075700 /* libcurl 7.87 */, HASH_LENGTH = 8 };

static bool is_readable(const char *path) {
    return path != NULL && access(path, R_OK) == 0;
}

struct ai95_trust ai95_trust_find(void) {
    struct ai95_trust trust = {NULL, NULL, false};
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    if (info->age < CURLVERSION_SEVENTH)
        return trust; /* an older library than the headers, which does not say them */
    trust.file = info->cainfo;
    trust.folder = info->capath;
    if (is_readable(trust.file) && info->version_num >= CACHES_FILE) {
        /* With a folder, libcurl would parse the bundle anew for each connection, which takes tens
         * of milliseconds. The bundle alone is parsed once. */
        trust.folder = NULL;
        trust.is_chosen = true;
    } else if (!is_readable(trust.file) && is_readable(trust.folder)) {
        trust.file = NULL; /* it would be an error */
        trust.is_chosen = true;
    }
    return trust;
}

/* Whether it is the hash of a name, a dot and a number. */
static bool is_hashed(const char *name) {
    size_t length = strlen(name);
    return length > HASH_LENGTH + 1 && strspn(name, "0123456789abcdef") == HASH_LENGTH &&
           name[HASH_LENGTH] == '.' &&
           strspn(name + HASH_LENGTH + 1, "0123456789") == length - HASH_LENGTH - 1;
}

int ai95_trust_count(const char *folder) {
    int count = 0;
    DIR *entries = opendir(folder);
    if (entries == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;)
        count += is_hashed(entry->d_name);
    closedir(entries);
    return count;
}
