#include "request.h"
#include <sys/stat.h>

enum { RECEIVE_BUFFER = 64 * 1024, UPLOAD_BUFFER = 512 * 1024 };

static const char ca_folder[] = "/etc/ssl/certs";

static CURLcode set_trust(CURL *easy, const struct ai95_request *request) {
    if (request->insecure) {
        CURLcode code = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        return code ? code : curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    struct stat about;
    if (request->ca_file != NULL) {
        CURLcode code = curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
        return code ? code : curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    /* Distributions set both a bundle and a folder; the bundle is then parsed anew for every connection, which costs
     * tens of milliseconds. The folder's hashed links alone are read one by one. */
    if (stat(ca_folder, &about) == 0 && S_ISDIR(about.st_mode) &&
        stat("/etc/ssl/certs/ca-certificates.crt", &about) == 0) {
        CURLcode code = curl_easy_setopt(easy, CURLOPT_CAPATH, ca_folder);
        return code ? code : curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    }
    return CURLE_OK;
}

CURLcode ai95_request_apply(const struct ai95_request *request, struct ai95_transfer *transfer) {
    CURL *easy = transfer->easy;
    CURLcode code = CURLE_OK;
    transfer->once = request->once;
#define SET(option, value) (code = code ? code : curl_easy_setopt(easy, option, value))
    SET(CURLOPT_URL, request->url);
#if LIBCURL_VERSION_NUM >= 0x075500
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
#else
    SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_BUFFERSIZE, (long)RECEIVE_BUFFER);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    SET(CURLOPT_TIMEOUT_MS, request->timeout_ms);
    SET(CURLOPT_LOW_SPEED_TIME, request->stall_s);
    SET(CURLOPT_LOW_SPEED_LIMIT, request->stall_s > 0 ? 1L : 0L);
    /* libcurl repeats a refused HTTP/2 stream by itself, so what must go once goes over HTTP/1.1. */
    SET(CURLOPT_HTTP_VERSION,
        (long)(request->http2 && !request->once ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    SET(CURLOPT_FRESH_CONNECT, request->once ? 1L : 0L);
    if (request->gzip)
        SET(CURLOPT_ACCEPT_ENCODING, "gzip");
    if (request->proxy != NULL)
        SET(CURLOPT_PROXY, request->proxy);
    if (transfer->headers != NULL)
        SET(CURLOPT_HTTPHEADER, transfer->headers);
    if (transfer->form != NULL) {
        SET(CURLOPT_MIMEPOST, transfer->form);
    } else if (request->body != NULL) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
        SET(CURLOPT_POSTFIELDS, request->body);
        if (request->body_length > UPLOAD_BUFFER)
            SET(CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD_BUFFER);
    }
#undef SET
    return code ? code : set_trust(easy, request);
}
