/* Fuzzes workbook/book.c: any bytes are a workbook whose sheets can be read, or have a problem that
 * says why not. */
#include "fuzz.h"
#include "workbook/book.h"

enum { MAX_BLOCKS = 64, MAX_SHEETS = 8 };

static void check_problem(const struct ai95_book *book, enum ai95_status status) {
    /* The counts in a zip file may make libzip ask for more memory than there is. */
    CHECK(status == AI95_BAD_DATA || status == AI95_NO_MEMORY);
    CHECK(status != AI95_BAD_DATA || strlen(book->problem.text) > 5);
}

static void read_sheet(struct ai95_book *book, size_t index) {
    enum ai95_status status = ai95_book_begin(book, index);
    for (int i = 0; status == AI95_OK && i < MAX_BLOCKS; i++) {
        status = ai95_book_read(book);
        if (status == AI95_OK && book->sheet.out.length == 0) {
            CHECK(ai95_book_read(book) == AI95_OK && book->sheet.out.length == 0);
            return;
        }
        book->sheet.out.length = 0;
    }
    if (status == AI95_OK)
        return;
    check_problem(book, status);
    CHECK(ai95_book_read(book) == status);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct ai95_book book;
    enum ai95_status status = ai95_book_open_bytes(&book, data, size);
    if (status == AI95_OK) {
        CHECK(ai95_book_count(&book) > 0);
        for (size_t i = 0; i < ai95_book_count(&book) && i < MAX_SHEETS; i++)
            read_sheet(&book, i);
    } else {
        check_problem(&book, status);
    }
    ai95_book_free(&book);
    ai95_book_free(&book);
    return 0;
}
