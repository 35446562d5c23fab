#include "http/profile.h"
#include <stdlib.h>
#include <string.h>

/* Whether there was memory for it. */
static bool copy(const char *text, char **result) {
    *result = text != NULL ? strdup(text) : NULL;
    return text == NULL || *result != NULL;
}

struct ai95_profile *ai95_profile_new(const struct ai95_profile *settings) {
    struct ai95_profile *profile = malloc(sizeof *profile);
    if (profile == NULL)
        return NULL;
    *profile = *settings;
    profile->references = 1;
    bool copied = copy(settings->headers, &profile->headers);
    copied = copy(settings->ca_file, &profile->ca_file) && copied;
    copied = copy(settings->proxy, &profile->proxy) && copied;
    copied = copy(settings->user_agent, &profile->user_agent) && copied;
    if (copied)
        return profile;
    ai95_profile_release(profile);
    return NULL;
}

struct ai95_profile *ai95_profile_hold(struct ai95_profile *profile) {
    profile->references++;
    return profile;
}

void ai95_profile_release(struct ai95_profile *profile) {
    if (profile == NULL || --profile->references > 0)
        return;
    free(profile->headers);
    free(profile->ca_file);
    free(profile->proxy);
    free(profile->user_agent);
    free(profile);
}
