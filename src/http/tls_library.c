#include "http/tls_library.h"
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <curl/curl.h>
#include <openssl/crypto.h>

/* Up to 1.1.1, versions with the same first two numbers have the same interface; since 3, those
 * with the same first number. A newer one of them has all that an older one has. */
bool ai95_openssl_unfit(unsigned long linked, unsigned long used) {
    int family = linked >> 28 < 3 ? 20 : 28;
    return linked >> family != used >> family || used >> 12 < linked >> 12;
}

/* Looks in libcurl and in the libraries that it was linked with, but not in the program. */
static unsigned long linked_version(void) {
    unsigned long version = 0;
    Dl_info info;
    if (dladdr((void *)(uintptr_t)curl_version, &info) == 0)
        return 0;
    void *libcurl = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (libcurl == NULL)
        return 0;
    unsigned long (*function)(void) = NULL;
    void *symbol = dlsym(libcurl, "OpenSSL_version_num");
    memcpy(&function, &symbol, sizeof function);
    if (function != NULL)
        version = function();
    dlclose(libcurl);
    return version;
}

bool ai95_tls_library_replaced(struct ai95_tls_library *library) {
    static const char openssl[] = "OpenSSL/";
    const char *name = curl_version_info(CURLVERSION_NOW)->ssl_version;
    library->linked = linked_version();
    library->used = OpenSSL_version_num(); /* found in the same order as libcurl finds it */
    return name != NULL && strncmp(name, openssl, sizeof openssl - 1) == 0 &&
           library->linked != 0 && ai95_openssl_unfit(library->linked, library->used);
}
