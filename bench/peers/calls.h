/* What the C programs share: signed calls over libcurl. With BENCH_DECODE=0 the answer is received, but not decoded:
 * that is the limit of libcurl. */
#ifndef CALLS_H
#define CALLS_H

#include <curl/curl.h>
#if __has_include(<cjson/cJSON.h>)
#include <cjson/cJSON.h>
#endif
#include "platform.h"

struct call {
    CURL *easy;
    char body[512];
    char answer[16384];
    size_t received;
};

static size_t take(char *data, size_t size, size_t count, void *user) {
    struct call *call = user;
    size_t length = size * count;
    if (length > sizeof call->answer - call->received)
        return 0;
    memcpy(call->answer + call->received, data, length);
    call->received += length;
    return length;
}

/* Debian's libcurl reads both a bundle and a folder of CAs, though one of them is enough. */
static inline void set_trust(CURL *easy) {
    const char *trust = getenv("BENCH_TRUST");
    if (trust != NULL && strcmp(trust, "folder") == 0)
        curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
    else if (trust != NULL && strcmp(trust, "bundle") == 0)
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
}

static inline void prepare(struct call *call, const char *url, struct curl_slist *headers) {
    call->easy = curl_easy_init();
    if (call->easy == NULL)
        exit(2);
    curl_easy_setopt(call->easy, CURLOPT_URL, url);
    curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(call->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(call->easy, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(call->easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(call->easy, CURLOPT_WRITEDATA, call);
    curl_easy_setopt(call->easy, CURLOPT_PRIVATE, call);
    set_trust(call->easy);
}

static inline void next_call(struct call *call, int page) {
    char json[400], signature[9];
    const char *user_sn = setting("BENCH_USER_SN"), *api_key = setting("BENCH_API_KEY");
    snprintf(json, sizeof json,
             "{\"user_sn\":\"%s\",\"api_key\":\"%s\",\"pageIndex\":%d,\"pageSize\":3,"
             "\"start_create_at\":\"2018-05-0815:40:10\"}",
             user_sn, api_key, page);
    sign(json, signature);
    snprintf(call->body, sizeof call->body,
             "{\"url\":\"%s\",\"user_sn\":\"%s\",\"api_key\":\"%s\",\"pageIndex\":%d,\"pageSize\":3,"
             "\"start_create_at\":\"2018-05-08 15:40:10\"}",
             signature, user_sn, api_key, page);
    call->received = 0;
    curl_easy_setopt(call->easy, CURLOPT_POSTFIELDS, call->body);
}

/* The number of rows in the answer, decoded, or by a look at its text. */
static inline int rows_in(const char *answer, size_t length) {
    int rows = 0;
#if __has_include(<cjson/cJSON.h>)
    if (getenv("BENCH_DECODE") == NULL) {
        cJSON *json = cJSON_ParseWithLength(answer, length);
        const cJSON *code = cJSON_GetObjectItemCaseSensitive(json, "code");
        const cJSON *data = cJSON_GetObjectItemCaseSensitive(json, "data");
        if (code != NULL && code->valueint == 0)
            rows = cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(data, "list"));
        cJSON_Delete(json);
        return rows;
    }
#endif
    (void)length;
    for (const char *at = answer; (at = strstr(at, "\"cdr_sn\"")) != NULL; at++)
        rows++;
    return rows;
}

static inline int rows_of(struct call *call, CURLcode result) {
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    if (result != CURLE_OK || status != 200) {
        fprintf(stderr, "%s, status %ld\n", curl_easy_strerror(result), status);
        exit(1);
    }
    call->answer[call->received < sizeof call->answer ? call->received : sizeof call->answer - 1] = '\0';
    return rows_in(call->answer, call->received);
}

#endif
