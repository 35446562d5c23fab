/* Many calls, so many of them at once, on one multi handle. */
#include "calls.h"

int main(void) {
    static struct call calls[64];
    char url[256];
    int count = atoi(setting("BENCH_COUNT")), width = atoi(setting("BENCH_WIDTH")), page = 0, rows = 0, running = 0;
    if (width > 64)
        return 2;
    snprintf(url, sizeof url, "%s/api/cdrlist", setting("BENCH_URL"));
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    headers = curl_slist_append(headers, "Content-Type: application/json;charset=utf-8");
    double cpu = cpu_time(), wall = wall_time();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    for (int i = 0; i < width && page < count; i++) {
        prepare(&calls[i], url, headers);
        next_call(&calls[i], ++page);
        curl_multi_add_handle(multi, calls[i].easy);
    }
    do {
        int left;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
            struct call *call;
            CURLcode result = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&call);
            rows += rows_of(call, result);
            curl_multi_remove_handle(multi, call->easy);
            if (page < count) {
                next_call(call, ++page);
                curl_multi_add_handle(multi, call->easy);
                running++;
            }
        }
        if (running > 0)
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running > 0);
    report(cpu_time() - cpu, wall_time() - wall);
    printf("result %d\n", rows);
    for (int i = 0; i < width; i++)
        curl_easy_cleanup(calls[i].easy);
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
    return 0;
}
