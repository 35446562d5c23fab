/* A program whose one call is a login. */
#include "calls.h"

int main(void) {
    static struct call call;
    const char json[] = "{\"username\":\"hln\",\"password\":\"secret\",\"from\":\"2\"}";
    char url[256], signature[9];
    snprintf(url, sizeof url, "%s/api/login", setting("BENCH_URL"));
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    headers = curl_slist_append(headers, "Content-Type: application/json;charset=utf-8");
    curl_global_init(CURL_GLOBAL_DEFAULT);
    prepare(&call, url, headers);
    sign(json, signature);
    snprintf(call.body, sizeof call.body, "{\"url\":\"%s\",%s", signature, json + 1);
    curl_easy_setopt(call.easy, CURLOPT_POSTFIELDS, call.body);
    CURLcode result = curl_easy_perform(call.easy);
    char *key = result == CURLE_OK ? strstr(call.answer, "\"api_key\":\"") : NULL;
    if (key == NULL) {
        fprintf(stderr, "%s\n", curl_easy_strerror(result));
        return 1;
    }
    printf("result %.8s\n", key + 11);
    curl_easy_cleanup(call.easy);
    curl_slist_free_all(headers);
    return 0;
}
