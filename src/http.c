#include "http.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>
#include "file.h"

enum { HEAD_MAXIMUM = 256 * 1024 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode init_result;

static void init(void) {
    init_result = curl_global_init(CURL_GLOBAL_DEFAULT);
}

CURLcode ai95_http_init(void) {
    pthread_once(&once, init);
    return init_result;
}

static enum ai95_status open_multi(struct ai95_pool *pool) {
    pool->multi = curl_multi_init();
    pool->pid = getpid();
    return pool->multi == NULL ? AI95_NO_MEMORY : AI95_OK;
}

enum ai95_status ai95_pool_open(struct ai95_pool *pool) {
    return open_multi(pool);
}

static void unlink_transfer(struct ai95_transfer *transfer) {
    struct ai95_pool *pool = transfer->pool;
    if (pool == NULL)
        return;
    if (transfer->previous != NULL)
        transfer->previous->next = transfer->next;
    else
        pool->transfers = transfer->next;
    if (transfer->next != NULL)
        transfer->next->previous = transfer->previous;
    transfer->next = transfer->previous = NULL;
    transfer->pool = NULL;
}

/* In a forked child: the parent's handles are let go without a word to the network. Cleaning them up would close the
 * parent's TLS sessions, so their memory is given up instead. */
static enum ai95_status leave_parent(struct ai95_pool *pool) {
    while (pool->transfers != NULL) {
        struct ai95_transfer *transfer = pool->transfers;
        unlink_transfer(transfer);
        memset(&transfer->handle, 0, sizeof transfer->handle);
        transfer->easy = NULL;
        transfer->form = NULL;
        transfer->done = true;
        transfer->started = true; /* the parent may send it */
        transfer->result = CURLE_SEND_ERROR;
        memcpy(transfer->error, "the process was forked during the exchange", 43);
    }
    pool->spare_count = 0;
    pool->committer = NULL; /* its threads are the parent's */
    return open_multi(pool);
}

static enum ai95_status own(struct ai95_pool *pool) {
    if (pool->multi != NULL && pool->pid == getpid())
        return AI95_OK;
    return pool->multi == NULL ? AI95_NO_MEMORY : leave_parent(pool);
}

enum ai95_status ai95_pool_committer(struct ai95_pool *pool, struct ai95_committer **committer) {
    enum ai95_status status = own(pool);
    if (status == AI95_OK && pool->committer == NULL) {
        struct ai95_committer *fresh = malloc(sizeof *fresh);
        status = fresh == NULL ? AI95_NO_MEMORY : ai95_committer_open(fresh);
        if (status == AI95_OK)
            pool->committer = fresh;
        else
            free(fresh);
    }
    *committer = pool->committer;
    return status;
}

static void clear_handle(struct ai95_handle *handle) {
    curl_easy_reset(handle->easy);
    curl_slist_free_all(handle->headers);
    handle->headers = NULL;
    free(handle->profile);
    handle->profile = NULL;
}

static void free_handle(struct ai95_handle *handle) {
    curl_easy_cleanup(handle->easy);
    curl_slist_free_all(handle->headers);
    free(handle->profile);
}

/* A spare handle of that profile; else one that is set up for nothing; else none. */
static bool take_handle(struct ai95_pool *pool, const char *profile, struct ai95_handle *handle) {
    int chosen = -1;
    for (int i = pool->spare_count - 1; i >= 0; i--) {
        bool fits = profile != NULL && pool->spare[i].profile != NULL && strcmp(profile, pool->spare[i].profile) == 0;
        if (chosen < 0 || fits)
            chosen = i;
        if (fits)
            break;
    }
    if (chosen < 0)
        return false;
    *handle = pool->spare[chosen];
    pool->spare[chosen] = pool->spare[--pool->spare_count];
    if (profile == NULL || handle->profile == NULL || strcmp(profile, handle->profile) != 0)
        clear_handle(handle);
    return true;
}

static void detach(struct ai95_transfer *transfer) {
    struct ai95_pool *pool = transfer->pool;
    if (pool == NULL)
        return;
    curl_multi_remove_handle(pool->multi, transfer->easy);
    unlink_transfer(transfer);
    curl_easy_setopt(transfer->easy, CURLOPT_ERRORBUFFER, NULL);
    /* One that failed is not used again: libcurl 7.88 keeps buffers on it that then cannot be given another size. */
    bool reusable = transfer->result == CURLE_OK && pool->spare_count < AI95_SPARE_HANDLES;
    if (reusable && transfer->handle.profile == NULL)
        clear_handle(&transfer->handle);
    if (reusable)
        pool->spare[pool->spare_count++] = transfer->handle;
    else
        free_handle(&transfer->handle);
    memset(&transfer->handle, 0, sizeof transfer->handle);
    transfer->easy = NULL;
}

void ai95_pool_close(struct ai95_pool *pool) {
    if (pool->multi == NULL)
        return;
    if (pool->pid != getpid()) {
        (void)leave_parent(pool);
        if (pool->multi != NULL)
            curl_multi_cleanup(pool->multi);
        pool->multi = NULL;
        return;
    }
    while (pool->transfers != NULL)
        ai95_transfer_stop(pool->transfers);
    if (pool->committer != NULL) {
        ai95_committer_close(pool->committer);
        free(pool->committer);
        pool->committer = NULL;
    }
    while (pool->spare_count > 0)
        free_handle(&pool->spare[--pool->spare_count]);
    curl_multi_cleanup(pool->multi);
    pool->multi = NULL;
}

static void finish(struct ai95_transfer *transfer, CURLcode result) {
    bool flawed = transfer->file_error != 0 || transfer->too_large || transfer->no_memory;
    transfer->done = true;
    transfer->result = result == CURLE_OK && flawed ? CURLE_WRITE_ERROR : result;
    transfer->pool->news = true;
    curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &transfer->status);
    curl_easy_getinfo(transfer->easy, CURLINFO_NUM_CONNECTS, &transfer->connects);
    detach(transfer);
    curl_mime_free(transfer->form);
    transfer->form = NULL;
    ai95_buffer_free(&transfer->sent);
    if (transfer->file >= 0) {
        close(transfer->file);
        transfer->file = -1;
    }
}

static void collect(struct ai95_pool *pool) {
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(pool->multi, &left)) != NULL;) {
        struct ai95_transfer *transfer = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result; /* the message dies with the handle's removal */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
        if (transfer != NULL)
            finish(transfer, result);
    }
}

CURLMcode ai95_pool_run(struct ai95_pool *pool, int milliseconds) {
    int running = 0;
    if (own(pool) != AI95_OK)
        return CURLM_OUT_OF_MEMORY;
    pool->news = false;
    CURLMcode code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    if (code != CURLM_OK || pool->news || milliseconds <= 0)
        return code;
    struct curl_waitfd wake = {pool->committer != NULL ? pool->committer->wake : -1, CURL_WAIT_POLLIN, 0};
    code = curl_multi_poll(pool->multi, &wake, pool->committer != NULL, milliseconds, NULL);
    uint64_t count;
    if (wake.revents != 0 && read(wake.fd, &count, sizeof count) < 0) {
        /* Somebody has read it already. */
    }
    if (code == CURLM_OK)
        code = curl_multi_perform(pool->multi, &running);
    if (code == CURLM_OK)
        collect(pool);
    return code;
}

static size_t on_head(char *line, size_t size, size_t count, void *user) {
    struct ai95_transfer *transfer = user;
    size_t length = size * count;
    /* A status line begins a new answer: an earlier one was a proxy's, or 100 Continue. */
    if (length >= 5 && memcmp(line, "HTTP/", 5) == 0)
        ai95_buffer_clear(&transfer->head, HEAD_MAXIMUM);
    if (ai95_buffer_append(&transfer->head, line, length) == AI95_OK)
        return length;
    transfer->too_large = true;
    return 0;
}

static int write_to_file(struct ai95_transfer *transfer, const void *data, size_t length) {
    if (transfer->digest != NULL && EVP_DigestUpdate(transfer->digest, data, length) != 1)
        return EIO;
    return ai95_file_write(transfer->file, data, length);
}

static size_t on_body(char *data, size_t size, size_t count, void *user) {
    struct ai95_transfer *transfer = user;
    size_t length = size * count;
    if (transfer->file < 0 && transfer->piece > 0 && transfer->body.length >= transfer->pause_at) {
        transfer->paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    if ((int64_t)length > transfer->maximum - transfer->received) {
        transfer->too_large = true;
        return 0;
    }
    if (transfer->file >= 0) {
        transfer->file_error = write_to_file(transfer, data, length);
        if (transfer->file_error != 0)
            return 0;
    } else if (ai95_buffer_append(&transfer->body, data, length) != AI95_OK) {
        transfer->no_memory = true;
        return 0;
    }
    transfer->received += (int64_t)length;
    if (ai95_transfer_ready(transfer))
        transfer->pool->news = true;
    return length;
}

#if LIBCURL_VERSION_NUM >= 0x075000
static int on_start(void *user, char *to, char *from, int to_port, int from_port) {
    (void)to, (void)from, (void)to_port, (void)from_port;
    struct ai95_transfer *transfer = user;
    bool again = transfer->started;
    transfer->started = true;
    return again && transfer->once ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}
#endif

void ai95_transfer_init(struct ai95_transfer *transfer) {
    transfer->file = -1;
    ai95_buffer_init(&transfer->head, HEAD_MAXIMUM);
    ai95_buffer_init(&transfer->body, SIZE_MAX / 4);
    ai95_buffer_init(&transfer->sent, SIZE_MAX / 4);
}

enum ai95_status ai95_transfer_open(struct ai95_transfer *transfer, struct ai95_pool *pool, int64_t maximum,
                                    const char *profile) {
    transfer->maximum = maximum;
    enum ai95_status status = own(pool);
    if (status != AI95_OK)
        return status;
    if (!take_handle(pool, profile, &transfer->handle))
        transfer->handle.easy = curl_easy_init();
    if (transfer->handle.easy == NULL)
        return AI95_NO_MEMORY;
    transfer->easy = transfer->handle.easy;
    transfer->pool = pool;
    transfer->next = pool->transfers;
    if (transfer->next != NULL)
        transfer->next->previous = transfer;
    pool->transfers = transfer;

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
    transfer->started = true; /* this libcurl cannot tell, and "perhaps sent" is the safe answer */
#endif
    return code == CURLE_OK ? AI95_OK : AI95_NO_MEMORY;
}

CURLMcode ai95_transfer_start(struct ai95_transfer *transfer) {
    return curl_multi_add_handle(transfer->pool->multi, transfer->easy);
}

void ai95_transfer_stop(struct ai95_transfer *transfer) {
    if (transfer->pool == NULL)
        return;
    if (transfer->pool->pid != getpid())
        (void)leave_parent(transfer->pool);
    else
        finish(transfer, CURLE_ABORTED_BY_CALLBACK);
}

void ai95_transfer_free(struct ai95_transfer *transfer) {
    ai95_transfer_stop(transfer);
    if (transfer->file >= 0)
        close(transfer->file);
    transfer->file = -1;
    curl_mime_free(transfer->form);
    transfer->form = NULL;
    EVP_MD_CTX_free(transfer->digest);
    transfer->digest = NULL;
    ai95_buffer_free(&transfer->sent);
    ai95_buffer_free(&transfer->head);
    ai95_buffer_free(&transfer->body);
}

enum ai95_status ai95_transfer_digest(struct ai95_transfer *transfer) {
    transfer->digest = EVP_MD_CTX_new();
    if (transfer->digest == NULL)
        return AI95_NO_MEMORY;
    return EVP_DigestInit_ex(transfer->digest, EVP_sha256(), NULL) == 1 ? AI95_OK : AI95_CRYPTO;
}

enum ai95_status ai95_transfer_sha256(struct ai95_transfer *transfer, char hex[AI95_SHA256_LENGTH]) {
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

const char *ai95_transfer_header(const struct ai95_transfer *transfer, const char *name, size_t name_length,
                                 size_t *length) {
    const char *line = (const char *)transfer->head.data, *end = line + transfer->head.length;
    while (line < end) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (stop == NULL)
            stop = end;
        if ((size_t)(stop - line) > name_length && line[name_length] == ':' &&
            strncasecmp(line, name, name_length) == 0) {
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
    return transfer->done || (transfer->piece > 0 && transfer->file < 0 && transfer->body.length >= transfer->piece);
}

void ai95_transfer_resume(struct ai95_transfer *transfer) {
    if (!transfer->paused || transfer->pool == NULL)
        return;
    if (transfer->pool->pid != getpid()) {
        (void)leave_parent(transfer->pool);
        return;
    }
    transfer->paused = false;
    /* May call on_body at once with what libcurl kept, and so pause again. What on_body refuses here libcurl tells
     * nobody but us: the transfer would go on without that piece. */
    CURLcode code = curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
    if (code != CURLE_OK && transfer->pool != NULL)
        finish(transfer, code);
}

void ai95_transfer_to_file(struct ai95_transfer *transfer, int fd) {
    transfer->file = fd;
    transfer->file_error = write_to_file(transfer, transfer->body.data, transfer->body.length);
    ai95_buffer_free(&transfer->body);
    if (transfer->done || transfer->file_error != 0) {
        if (transfer->file_error != 0) {
            ai95_transfer_stop(transfer);
            transfer->result = CURLE_WRITE_ERROR; /* also where the whole body had arrived before */
        }
        if (transfer->file >= 0)
            close(transfer->file);
        transfer->file = -1;
        return;
    }
    ai95_transfer_resume(transfer);
}
