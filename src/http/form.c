#include "http/form.h"
#include <stdbool.h>
#include <string.h>

static bool has_control(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            return true;
    return false;
}

const char *ai95_form_problem(const struct ai95_part *part) {
    if (part->name == NULL || (part->path == NULL) == (part->data == NULL))
        return "needs a name, and data or a path";
    if (has_control(part->name, part->name_length))
        return "has a control character in its name";
    if (part->filename != NULL && has_control(part->filename, part->filename_length))
        return "has a control character in its file name";
    if (part->path != NULL && strlen(part->path) != part->path_length)
        return "has a NUL byte in its path";
    if (part->path != NULL && part->filename == NULL)
        return "needs a file name for its path"; /* libcurl would send the path's last part */
    return NULL;
}

CURLcode ai95_form_add(curl_mime *form, const struct ai95_part *part) {
    curl_mimepart *added = curl_mime_addpart(form);
    CURLcode code = added == NULL ? CURLE_OUT_OF_MEMORY : curl_mime_name(added, part->name);
    if (code == CURLE_OK && part->path != NULL)
        code = curl_mime_filedata(added, part->path);
    else if (code == CURLE_OK)
        code = curl_mime_data(added, part->data, part->data_length);
    if (code == CURLE_OK && part->filename != NULL)
        code = curl_mime_filename(added, part->filename);
    return code;
}
