/* Recordings to files, so many at once, on one multi handle. */
#include <curl/curl.h>
#include "platform.h"

struct download {
    CURL *easy;
    FILE *file;
};

static void start(CURLM *multi, struct download *download, int number) {
    char url[512], path[512];
    snprintf(url, sizeof url, "%s/api/cdrDownload?recordpath=%%2Fhome%%2Frecord&recordfile=%%2F20180508%%2F%d.mp3",
             setting("BENCH_URL"), number);
    snprintf(path, sizeof path, "%s/%d.mp3", setting("BENCH_OUT"), number);
    download->file = fopen(path, "wb");
    if (download->file == NULL)
        exit(1);
    curl_easy_setopt(download->easy, CURLOPT_URL, url);
    curl_easy_setopt(download->easy, CURLOPT_WRITEDATA, download->file);
    curl_multi_add_handle(multi, download->easy);
}

int main(void) {
    static struct download downloads[64];
    int count = atoi(setting("BENCH_COUNT")), width = atoi(setting("BENCH_WIDTH")), number = 0, running = 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    for (int i = 0; i < width && i < 64; i++) {
        downloads[i].easy = curl_easy_init();
        curl_easy_setopt(downloads[i].easy, CURLOPT_PRIVATE, &downloads[i]);
        curl_easy_setopt(downloads[i].easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(downloads[i].easy, CURLOPT_FAILONERROR, 1L);
        curl_easy_setopt(downloads[i].easy, CURLOPT_BUFFERSIZE, 65536L);
        start(multi, &downloads[i], ++number);
    }
    do {
        int left;
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
            struct download *download;
            CURLcode result = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&download);
            curl_multi_remove_handle(multi, download->easy);
            if (fclose(download->file) != 0 || result != CURLE_OK) {
                fprintf(stderr, "%s\n", curl_easy_strerror(result));
                return 1;
            }
            if (number < count) {
                start(multi, download, ++number);
                running++;
            }
        }
        if (running > 0)
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
    } while (running > 0);
    return 0;
}
