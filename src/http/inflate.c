#include "http/inflate.h"
#include <limits.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

enum { BLOCK = 32 * 1024, GZIP_WINDOW = 15 + 16 /* the largest window, and gzip's header */ };

static const unsigned char magic[] = {0x1F, 0x8B, 0x08};

struct ai95_gzip {
    z_stream stream;
    unsigned char out[BLOCK];
};

/* Takes what continues the magic bytes; true if they are complete. */
static bool match(struct ai95_inflater *inflater, struct ai95_bytes *in) {
    while (in->length > 0 && inflater->matched < sizeof magic &&
           in->data[0] == magic[inflater->matched]) {
        in->data++;
        in->length--;
        inflater->matched++;
    }
    return inflater->matched == sizeof magic;
}

static void give_matched(struct ai95_inflater *inflater, struct ai95_bytes *piece) {
    *piece = (struct ai95_bytes){magic, inflater->matched};
    inflater->matched = 0;
}

static enum ai95_status status_of(int code) {
    return code == Z_OK || code == Z_BUF_ERROR || code == Z_STREAM_END ? AI95_OK
           : code == Z_MEM_ERROR                                       ? AI95_NO_MEMORY
                                                                       : AI95_BAD_DATA;
}

/* A member of the gzip file, whose magic bytes were taken. */
static enum ai95_status begin_member(struct ai95_inflater *inflater) {
    int code;
    if (inflater->gzip == NULL) {
        inflater->gzip = calloc(1, sizeof *inflater->gzip);
        if (inflater->gzip == NULL)
            return AI95_NO_MEMORY;
        code = inflateInit2(&inflater->gzip->stream, GZIP_WINDOW);
    } else {
        code = inflateReset(&inflater->gzip->stream);
    }
    if (code != Z_OK)
        return code == Z_MEM_ERROR ? AI95_NO_MEMORY : AI95_BAD_DATA;
    z_stream *stream = &inflater->gzip->stream;
    stream->next_in = magic;
    stream->avail_in = sizeof magic;
    stream->next_out = inflater->gzip->out;
    stream->avail_out = BLOCK;
    inflater->state = AI95_MEMBER;
    inflater->matched = 0;
    return status_of(inflate(stream, Z_NO_FLUSH));
}

static enum ai95_status read_member(struct ai95_inflater *inflater, struct ai95_bytes *in,
                                    struct ai95_bytes *piece) {
    z_stream *stream = &inflater->gzip->stream;
    size_t given = in->length < UINT_MAX ? in->length : UINT_MAX;
    stream->next_in = in->data;
    stream->avail_in = (uInt)given;
    stream->next_out = inflater->gzip->out;
    stream->avail_out = BLOCK;
    int code = inflate(stream, Z_NO_FLUSH);
    size_t used = given - stream->avail_in;
    *piece = (struct ai95_bytes){inflater->gzip->out, BLOCK - stream->avail_out};
    if (used > 0) {
        in->data += used;
        in->length -= used;
    }
    if (code == Z_STREAM_END)
        inflater->state = AI95_BETWEEN;
    else if (code == Z_BUF_ERROR && in->length > 0)
        return AI95_BAD_DATA; /* zlib does not go on */
    return status_of(code);
}

/* Behind a member another one may follow, perhaps after zeros. gzip ignores anything else. */
static void skip_zeros(struct ai95_bytes *in) {
    while (in->length > 0 && in->data[0] == 0) {
        in->data++;
        in->length--;
    }
}

enum ai95_status ai95_inflate_next(struct ai95_inflater *inflater, struct ai95_bytes *in,
                                   struct ai95_bytes *piece) {
    enum ai95_status status = AI95_OK;
    *piece = (struct ai95_bytes){NULL, 0};
    do {
        switch (inflater->state) {
        case AI95_BEGINNING:
            if (match(inflater, in)) {
                status = begin_member(inflater);
            } else if (in->length > 0) {
                inflater->state = AI95_PLAIN;
                give_matched(inflater, piece);
            }
            break;
        case AI95_PLAIN:
            *piece = *in;
            in->length = 0;
            break;
        case AI95_MEMBER:
            status = read_member(inflater, in, piece);
            break;
        case AI95_BETWEEN:
            if (inflater->matched == 0)
                skip_zeros(in);
            if (match(inflater, in))
                status = begin_member(inflater);
            else if (in->length > 0)
                inflater->state = AI95_REST;
            break;
        case AI95_REST:
            in->length = 0;
            break;
        }
    } while (status == AI95_OK && piece->length == 0 && in->length > 0);
    return status;
}

bool ai95_inflate_has_more(const struct ai95_inflater *inflater) {
    return inflater->state == AI95_MEMBER && inflater->gzip->stream.avail_out == 0;
}

enum ai95_status ai95_inflate_end(struct ai95_inflater *inflater, struct ai95_bytes *piece) {
    *piece = (struct ai95_bytes){NULL, 0};
    if (inflater->state == AI95_MEMBER ||
        (inflater->state == AI95_BETWEEN && inflater->matched > 0))
        return AI95_BAD_DATA;
    if (inflater->state == AI95_BEGINNING)
        give_matched(inflater, piece);
    return AI95_OK;
}

void ai95_inflate_free(struct ai95_inflater *inflater) {
    if (inflater->gzip != NULL) {
        inflateEnd(&inflater->gzip->stream);
        free(inflater->gzip);
    }
    *inflater = (struct ai95_inflater){.state = AI95_REST};
}
