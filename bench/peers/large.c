/* One large file to a path, with libcurl's largest buffer. */
#include <curl/curl.h>
#include <fcntl.h>
#include <unistd.h>
#include "platform.h"

static size_t put(char *data, size_t size, size_t count, void *user) {
    ssize_t written = write(*(int *)user, data, size * count);
    return written < 0 ? 0 : (size_t)written;
}

int main(void) {
    char url[512], path[512];
    snprintf(url, sizeof url, "%s/api/exportModel?project_sn=project%%7C1", setting("BENCH_URL"));
    snprintf(path, sizeof path, "%s/large.bin", setting("BENCH_OUT"));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file < 0)
        return 1;
    double cpu = cpu_time(), wall = wall_time();
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 524288L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, put);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &file);
    CURLcode result = curl_easy_perform(easy);
    close(file);
    report(cpu_time() - cpu, wall_time() - wall);
    curl_easy_cleanup(easy);
    if (result != CURLE_OK)
        fprintf(stderr, "%s\n", curl_easy_strerror(result));
    return result == CURLE_OK ? 0 : 1;
}
