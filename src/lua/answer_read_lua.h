/* An answer and its members, for core.decode_answer. */
#ifndef AI95_ANSWER_READ_LUA_H
#define AI95_ANSWER_READ_LUA_H

#include "lua/object_lua.h"

/* An answer that is being read. The rows of a page may be read one by one, while the caller works:
 * the text stays here until then. */
struct ai95_answer {
    struct ai95_scanner scanner;
    struct ai95_buffer body; /* of a transfer, which gave it away */
    const unsigned char *data;
    int64_t code;
    bool has_code, has_msg, is_read;
    bool has_list;
    bool expects_rows; /* the total is not 0 */
    bool one_by_one;   /* wanted */
    bool in_list;      /* the next row is read from the text */
    bool at_end;       /* the text behind the data was read already */
    bool is_reading;   /* a row; or a row could not be read because there was no memory */
    bool ended;
    size_t row;
};

/* Its table. ROWS is a list that could not be read one by one; VALUES and REPEATS are of
 * ai95_push_repeats. */
enum { TEXT = 1, SHAPE, METATABLE, TOTAL, ROWS, VALUES, REPEATS };

/* The stack while it is read. */
enum { AT_ANSWER = 1, AT_TABLE, AT_SHAPE, AT_METATABLE, AT_MSG, AT_DATA, AT_VALUES, AT_REPEATS };

/* The index of the rows' metatable, or 0. */
int ai95_answer_metatable(lua_State *L);
/* Reads its text up to the end, or, of rows that are read one by one, up to the first of them. */
enum ai95_status ai95_read_answer(struct ai95_reader *reader, struct ai95_answer *answer);
/* After the last of those rows: the rest of the text. */
enum ai95_status ai95_finish_answer(struct ai95_reader *reader, struct ai95_answer *answer);

#endif
