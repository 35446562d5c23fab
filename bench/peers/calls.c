/* One call after another on one easy handle. */
#include "calls.h"

int main(void) {
    static struct call call;
    char url[256];
    int count = atoi(setting("BENCH_COUNT")), rows = 0;
    snprintf(url, sizeof url, "%s/api/cdrlist", setting("BENCH_URL"));
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    headers = curl_slist_append(headers, "Content-Type: application/json;charset=utf-8");
    double cpu = cpu_time(), wall = wall_time();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    prepare(&call, url, headers);
    for (int page = 1; page <= count; page++) {
        next_call(&call, page);
        rows += rows_of(&call, curl_easy_perform(call.easy));
    }
    report(cpu_time() - cpu, wall_time() - wall);
    printf("result %d\n", rows);
    curl_easy_cleanup(call.easy);
    curl_slist_free_all(headers);
    return 0;
}
