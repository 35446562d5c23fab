/* Runs a target over the files that are named, without a fuzzer. */
#include "fuzz.h"

static void run(const char *path) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    long size = ftell(file);
    CHECK(size >= 0 && fseek(file, 0, SEEK_SET) == 0);
    /* Exactly as large, so that the sanitizer sees a byte that is read behind it. */
    uint8_t *data = malloc(size > 0 ? (size_t)size : 1);
    CHECK(data != NULL && fread(data, 1, (size_t)size, file) == (size_t)size);
    fclose(file);
    LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
}

int main(int count, char **paths) {
    for (int i = 1; i < count; i++)
        run(paths[i]);
    printf("%d seeds\n", count - 1);
    return count > 1 ? 0 : 1;
}
