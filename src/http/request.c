#include "http/request.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "file/file.h"
#include "http/trust.h"

enum { BUFFER = 32 * 1024, LARGE_BUFFER = 512 * 1024 };

#define SET(option, value) (code = code ? code : curl_easy_setopt(easy, option, value))

static CURLcode set_trust(CURL *easy, const struct ai95_profile *profile) {
    CURLcode code = CURLE_OK;
    struct ai95_trust trust = ai95_trust_find();
    if (profile->insecure) {
        SET(CURLOPT_SSL_VERIFYPEER, 0L);
        SET(CURLOPT_SSL_VERIFYHOST, 0L);
    } else if (profile->ca_file != NULL) {
        SET(CURLOPT_CAINFO, profile->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    } else if (trust.is_chosen) {
        SET(CURLOPT_CAINFO, trust.file);
        SET(CURLOPT_CAPATH, trust.folder);
    }
    return code;
}

static CURLcode set_headers(struct ai95_handle *handle, const char *lines) {
    char line[1024];
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        if (length >= sizeof line)
            return CURLE_BAD_FUNCTION_ARGUMENT;
        memcpy(line, lines, length);
        line[length] = '\0';
        lines += length + (lines[length] == '\n');
        struct curl_slist *longer = curl_slist_append(handle->headers, line);
        if (longer == NULL)
            return CURLE_OUT_OF_MEMORY;
        handle->headers = longer;
    }
    return curl_easy_setopt(handle->easy, CURLOPT_HTTPHEADER, handle->headers);
}

/* Programs that the host starts do not inherit the connections, and none takes the place of a
 * standard stream that the host has closed and writes to. */
static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)user, (void)purpose;
    int fd = ai95_file_lift(socket(address->family, address->socktype, address->protocol));
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd < 0 ? CURL_SOCKET_BAD : fd;
}

static CURLcode set_up(struct ai95_handle *handle, const struct ai95_profile *profile) {
    CURL *easy = handle->easy;
    CURLcode code = set_headers(handle, profile->headers);
#if LIBCURL_VERSION_NUM >= 0x075500
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
#if LIBCURL_VERSION_NUM >= 0x075700
    SET(CURLOPT_QUICK_EXIT, 1L); /* at its end, do not wait for a name server */
#endif
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_BUFFERSIZE, (long)BUFFER);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, profile->connect_timeout_ms);
    /* A second more: libcurl computes the speed once a second, and until then it is that of before
     * the first byte. */
    SET(CURLOPT_LOW_SPEED_TIME, profile->stall_s > 0 ? profile->stall_s + 1 : 0L);
    SET(CURLOPT_LOW_SPEED_LIMIT, profile->stall_s > 0 ? 1L : 0L);
    /* libcurl repeats a refused HTTP/2 stream, so a request that must go once uses HTTP/1.1. */
    SET(CURLOPT_HTTP_VERSION,
        (long)(profile->http2 && !profile->once ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    /* On a connection of its own: one that was open may be closed just now by the server, and
     * nobody would use this one again. */
    SET(CURLOPT_FRESH_CONNECT, profile->once ? 1L : 0L);
    SET(CURLOPT_FORBID_REUSE, profile->once ? 1L : 0L);
    if (profile->user_agent != NULL)
        SET(CURLOPT_USERAGENT, profile->user_agent);
    if (profile->proxy != NULL)
        SET(CURLOPT_PROXY, profile->proxy);
    return code ? code : set_trust(easy, profile);
}

static bool is_alone(const struct ai95_transfer *transfer) {
    return transfer->next == NULL && transfer->previous == NULL;
}

CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer) {
    CURL *easy = transfer->easy;
    CURLcode code =
        transfer->handle.set_up ? CURLE_OK : set_up(&transfer->handle, transfer->handle.profile);
    transfer->handle.set_up = true;
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_TIMEOUT_MS, request->timeout_ms);
    if (transfer->form != NULL) {
        SET(CURLOPT_MIMEPOST, transfer->form);
    } else if (transfer->sent.length > 0) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)transfer->sent.length);
        SET(CURLOPT_POSTFIELDS, (const char *)transfer->sent.data);
        SET(CURLOPT_UPLOAD_BUFFERSIZE,
            (long)(transfer->sent.length > LARGE_BUFFER ? LARGE_BUFFER : BUFFER));
    } else {
        SET(CURLOPT_HTTPGET, 1L);
    }
    if (transfer->handle.profile->large) {
        /* One large file is faster with a large buffer; many at once drive each other out of the
         * processor's cache. A handle that has kept its buffer also keeps its size. */
        (void)curl_easy_setopt(easy, CURLOPT_BUFFERSIZE,
                               (long)(is_alone(transfer) ? LARGE_BUFFER : BUFFER));
    }
    return code;
}
