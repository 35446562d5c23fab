#include "http/transfer.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include "file/file.h"
#include "http/guard.h"
#include "http/sniff.h"
#include "util/ascii.h"

enum { MAX_HEAD = 256 * 1024 };

static size_t on_head(char *line, size_t size, size_t count, void *user) {
    struct ai95_transfer *transfer = user;
    size_t length = size * count;
    /* A status line begins a new response: an earlier one was a proxy's, or 100 Continue. */
    if (length >= 5 && memcmp(line, "HTTP/", 5) == 0)
        ai95_buffer_clear(&transfer->head, MAX_HEAD);
    if (ai95_buffer_append(&transfer->head, line, length) == AI95_OK)
        return length;
    transfer->long_head = true;
    return 0;
}

static int write_to_file(struct ai95_transfer *transfer, const void *data, size_t length) {
    if (transfer->digest != NULL && EVP_DigestUpdate(transfer->digest, data, length) != 1)
        return EIO;
    return ai95_file_write(transfer->file, data, length);
}

bool ai95_transfer_is_file(const struct ai95_transfer *transfer) {
    long status = transfer->status;
    size_t type_length = 0;
    if (transfer->done && transfer->result != CURLE_OK && transfer->body.length < AI95_SNIFFED)
        return false; /* it is not known, and this way the request can be repeated */
    if (transfer->easy != NULL)
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    const char *type = ai95_transfer_header(transfer, "Content-Type", 12, &type_length);
    return status == 200 &&
           ai95_sniff_file(transfer->body.data, transfer->body.length, type, type_length);
}

static void decline(struct ai95_transfer *transfer) {
    if (transfer->offered >= 0)
        close(transfer->offered);
    transfer->offered = -1;
}

/* Decides from what has come of the body whether it goes into the file that was offered. */
static bool choose_destination(struct ai95_transfer *transfer) {
    if (!ai95_transfer_is_file(transfer)) {
        decline(transfer);
        return true;
    }
    transfer->file = transfer->offered;
    transfer->offered = -1;
    transfer->in_file = true;
    transfer->file_error = write_to_file(transfer, transfer->body.data, transfer->body.length);
    ai95_buffer_free(&transfer->body);
    return transfer->file_error == 0;
}

/* Whether the transfer can go on. */
static bool receive(struct ai95_transfer *transfer, const struct ai95_bytes *piece) {
    if ((int64_t)piece->length > transfer->handle.profile->maximum - transfer->received) {
        transfer->too_large = true;
        return false;
    }
    transfer->received += (int64_t)piece->length;
    if (transfer->file >= 0) {
        transfer->file_error = write_to_file(transfer, piece->data, piece->length);
        return transfer->file_error == 0;
    }
    if (ai95_buffer_append(&transfer->body, piece->data, piece->length) != AI95_OK) {
        transfer->no_memory = true;
        return false;
    }
    return transfer->offered < 0 || transfer->body.length < AI95_SNIFFED ||
           choose_destination(transfer);
}

/* Decompresses and receives what `in` has, until it is used up or receiving must pause. */
static bool read_body(struct ai95_transfer *transfer, struct ai95_bytes *in) {
    int64_t maximum = transfer->handle.profile->maximum;
    do {
        if (transfer->file < 0 && transfer->piece > 0 && transfer->body.length >= AI95_PAUSE_AT) {
            transfer->paused = true;
            break;
        }
        struct ai95_bytes piece;
        size_t before = in->length;
        enum ai95_status status = ai95_inflate_next(&transfer->inflater, in, &piece);
        transfer->no_memory = status == AI95_NO_MEMORY;
        if (status == AI95_BAD_DATA)
            transfer->damage = "the compressed answer is damaged";
        if (status != AI95_OK || (piece.length > 0 && !receive(transfer, &piece)))
            return false;
        /* A compressed answer may be longer than its content, but not without end. */
        transfer->arrived += (int64_t)(before - in->length);
        if (transfer->arrived - maximum / 8 - 1024 > maximum) {
            transfer->too_large = true;
            return false;
        }
    } while (in->length > 0 || ai95_inflate_has_more(&transfer->inflater));
    return true;
}

static size_t on_body(char *data, size_t size, size_t count, void *user) {
    struct ai95_transfer *transfer = user;
    size_t length = size * count, used = transfer->used < length ? transfer->used : length;
    struct ai95_bytes in = {(const unsigned char *)data + used, length - used};
    if (!read_body(transfer, &in))
        return 0;
    if (ai95_transfer_ready(transfer))
        ai95_pool_announce(transfer);
    if (transfer->paused) {
        /* A little compressed data can be a lot of content: pause in the middle of it. */
        transfer->used += length - used - in.length;
        return CURL_WRITEFUNC_PAUSE;
    }
    transfer->used -= used;
    return length;
}

/* The body is complete. */
static void end_body(struct ai95_transfer *transfer) {
    struct ai95_bytes piece;
    if (ai95_inflate_end(&transfer->inflater, &piece) != AI95_OK)
        transfer->damage = "the compressed answer is cut off";
    else if ((piece.length == 0 || receive(transfer, &piece)) && transfer->offered >= 0)
        (void)choose_destination(transfer);
}

#if LIBCURL_VERSION_NUM >= 0x075000
static int on_start(void *user, char *to, char *from, int to_port, int from_port) {
    (void)to, (void)from, (void)to_port, (void)from_port;
    struct ai95_transfer *transfer = user;
    bool again = transfer->started;
    transfer->started = true;
    return again && transfer->handle.profile->once ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

#endif

void ai95_transfer_init(struct ai95_transfer *transfer) {
    transfer->file = transfer->offered = -1;
    ai95_buffer_init(&transfer->head, MAX_HEAD);
    ai95_buffer_init(&transfer->body, SIZE_MAX / 4);
    ai95_buffer_init(&transfer->taken, SIZE_MAX / 4);
    ai95_buffer_init(&transfer->sent, SIZE_MAX / 4);
}

enum ai95_status ai95_transfer_open(struct ai95_transfer *transfer, struct ai95_pool *pool,
                                    struct ai95_profile *profile) {
    enum ai95_status status = ai95_pool_own(pool);
    if (status != AI95_OK)
        return status;
    if (!ai95_handle_take(&pool->handles, profile, &transfer->handle))
        return AI95_NO_MEMORY;
    transfer->easy = transfer->handle.easy;
    ai95_pool_add(pool, transfer);

    CURL *easy = transfer->easy;
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_head);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
#if LIBCURL_VERSION_NUM >= 0x075000
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_start);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
#else
    transfer->started = true; /* this libcurl cannot say, and "perhaps sent" is safe */
#endif
    return code == CURLE_OK ? AI95_OK : AI95_NO_MEMORY;
}

CURLMcode ai95_transfer_start(struct ai95_transfer *transfer) {
    return ai95_pool_start(transfer);
}

/* Whether a Transfer-Encoding ends with chunks. */
static bool is_chunked(const struct ai95_transfer *transfer) {
    static const char chunked[] = "chunked";
    enum { LENGTH = sizeof chunked - 1 };
    size_t length = 0;
    const char *value = ai95_transfer_header(transfer, "Transfer-Encoding", 17, &length);
    return value != NULL && length >= LENGTH &&
           ai95_ascii_equal(value + length - LENGTH, chunked, LENGTH);
}

/* Whether the answer says where its body ends. Otherwise the end of the connection ends it, and
 * that also looks so if somebody cut it: libcurl does not tell, not even over TLS. */
static bool is_delimited(const struct ai95_transfer *transfer) {
    long version = CURL_HTTP_VERSION_NONE;
    curl_off_t length = -1;
    curl_easy_getinfo(transfer->easy, CURLINFO_HTTP_VERSION, &version);
    curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    return version >= CURL_HTTP_VERSION_2_0 || length >= 0 || is_chunked(transfer);
}

void ai95_transfer_finish(struct ai95_transfer *transfer, CURLcode result) {
    if (result == CURLE_OK)
        end_body(transfer);
    bool failed = transfer->file_error != 0 || transfer->too_large || transfer->long_head ||
                  transfer->no_memory;
    transfer->done = true;
    transfer->result = transfer->damage != NULL       ? CURLE_BAD_CONTENT_ENCODING
                       : result == CURLE_OK && failed ? CURLE_WRITE_ERROR
                                                      : result;
    ai95_pool_announce(transfer);
    if (transfer->damage != NULL)
        snprintf(transfer->error, sizeof transfer->error, "%s", transfer->damage);
    if (transfer->too_large)
        snprintf(transfer->error, sizeof transfer->error,
                 "the answer is larger than max_body (%lld bytes)",
                 (long long)transfer->handle.profile->maximum);
    if (transfer->long_head)
        snprintf(transfer->error, sizeof transfer->error,
                 "the headers of the answer are longer than %d KB", MAX_HEAD / 1024);
    /* Nobody reads the body of a failure: a large one must not wait for the collector. */
    if (transfer->result != CURLE_OK && transfer->piece == 0)
        ai95_buffer_free(&transfer->body);
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->status);
    curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &transfer->connects);
    transfer->delimited = is_delimited(transfer);
    struct ai95_guard guard;
    ai95_guard_begin(&guard);
    curl_multi_remove_handle(transfer->pool->multi, transfer->easy);
    curl_easy_setopt(transfer->easy, CURLOPT_ERRORBUFFER, NULL);
    /* A handle that had a form keeps parts of it. */
    ai95_handle_release(&transfer->pool->handles, &transfer->handle,
                        transfer->result == CURLE_OK && transfer->form == NULL);
    ai95_guard_end(&guard);
    transfer->easy = NULL;
    ai95_pool_remove(transfer);
    curl_mime_free(transfer->form);
    transfer->form = NULL;
    ai95_buffer_free(&transfer->sent);
    ai95_inflate_free(&transfer->inflater);
    decline(transfer);
    if (transfer->file >= 0) {
        close(transfer->file);
        transfer->file = -1;
    }
}

void ai95_transfer_abandon(struct ai95_transfer *transfer) {
    static const char message[] = "the process was forked during the exchange";
    memset(&transfer->handle, 0, sizeof transfer->handle);
    transfer->easy = NULL;
    transfer->form = NULL;
    transfer->done = true;
    transfer->started = true; /* the parent may send it */
    transfer->result = CURLE_SEND_ERROR;
    memcpy(transfer->error, message, sizeof message);
}

void ai95_transfer_stop(struct ai95_transfer *transfer) {
    if (transfer->pool != NULL && ai95_pool_own(transfer->pool) == AI95_OK &&
        transfer->pool != NULL)
        ai95_transfer_finish(transfer, CURLE_ABORTED_BY_CALLBACK);
}

void ai95_transfer_free(struct ai95_transfer *transfer) {
    ai95_transfer_stop(transfer);
    ai95_pool_withdraw(transfer);
    decline(transfer);
    if (transfer->file >= 0)
        close(transfer->file);
    transfer->file = -1;
    curl_mime_free(transfer->form);
    transfer->form = NULL;
    EVP_MD_CTX_free(transfer->digest);
    transfer->digest = NULL;
    ai95_inflate_free(&transfer->inflater);
    ai95_buffer_free(&transfer->sent);
    ai95_buffer_free(&transfer->head);
    ai95_buffer_free(&transfer->body);
    ai95_buffer_free(&transfer->taken);
}

enum ai95_status ai95_transfer_digest(struct ai95_transfer *transfer) {
    transfer->digest = EVP_MD_CTX_new();
    if (transfer->digest == NULL)
        return AI95_NO_MEMORY;
    return EVP_DigestInit_ex(transfer->digest, EVP_sha256(), NULL) == 1 ? AI95_OK : AI95_CRYPTO;
}

enum ai95_status ai95_transfer_sha256(struct ai95_transfer *transfer,
                                      char hex[AI95_SHA256_LENGTH]) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    if (transfer->digest == NULL || !transfer->done)
        return AI95_BAD_DATA;
    if (EVP_DigestFinal_ex(transfer->digest, hash, NULL) != 1)
        return AI95_CRYPTO;
    ai95_hex(hash, AI95_SHA256_LENGTH / 2, hex);
    EVP_MD_CTX_free(transfer->digest);
    transfer->digest = NULL;
    return AI95_OK;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

const char *ai95_transfer_header(const struct ai95_transfer *transfer, const char *name,
                                 size_t name_length, size_t *length) {
    if (transfer->head.length == 0)
        return NULL;
    const char *line = (const char *)transfer->head.data, *end = line + transfer->head.length;
    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        if ((size_t)(stop - line) > name_length && line[name_length] == ':' &&
            ai95_ascii_equal(line, name, name_length)) {
            const char *value = line + name_length + 1;
            while (value < stop && is_blank(*value))
                value++;
            while (stop > value && is_blank(stop[-1]))
                stop--;
            *length = (size_t)(stop - value);
            return value;
        }
        line = stop + 1;
    }
    return NULL;
}

bool ai95_transfer_ready(const struct ai95_transfer *transfer) {
    return transfer->done ||
           (transfer->piece > 0 && transfer->file < 0 && transfer->body.length >= transfer->piece);
}

void ai95_transfer_resume(struct ai95_transfer *transfer) {
    if (!transfer->paused || transfer->pool == NULL || ai95_pool_own(transfer->pool) != AI95_OK ||
        transfer->pool == NULL)
        return;
    transfer->paused = false;
    /* May call on_body at once with data that libcurl kept, and so pause again. If on_body refuses
     * it, only this return value says so: the transfer would go on without that piece. */
    struct ai95_guard guard;
    ai95_guard_begin(&guard);
    CURLcode code = curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
    ai95_guard_end(&guard);
    if (code != CURLE_OK && transfer->pool != NULL)
        ai95_transfer_finish(transfer, code);
}

void ai95_transfer_send(struct ai95_transfer *transfer, struct ai95_buffer *body) {
    ai95_buffer_free(&transfer->sent);
    transfer->sent = *body;
    ai95_buffer_init(body, transfer->sent.maximum);
}

void ai95_transfer_offer(struct ai95_transfer *transfer, int fd) {
    transfer->offered = fd;
}
