/* A fuzz target is a file with LLVMFuzzerTestOneInput: libFuzzer calls it with bytes of its own,
 * and main.c with seeds. A wrong result ends the program, as a bad access does. */
#ifndef AI95_FUZZ_H
#define AI95_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
