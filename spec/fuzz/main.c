/* Runs a fuzz target on the files that are named, without libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int count, char **names) {
    static uint8_t data[1 << 20];
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(names[i], "rb");
        if (file == NULL) {
            perror(names[i]);
            return 1;
        }
        size_t size = fread(data, 1, sizeof data, file);
        fclose(file);
        /* A copy of exactly this size, so that reading behind it is noticed. */
        uint8_t *copy = malloc(size > 0 ? size : 1);
        if (copy == NULL)
            return 1;
        for (size_t k = 0; k < size; k++)
            copy[k] = data[k];
        LLVMFuzzerTestOneInput(copy, size);
        free(copy);
    }
    return 0;
}
