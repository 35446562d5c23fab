/* The command's own files. Plain C: nothing here knows Lua. */
#ifndef AI95_CLI_FILES_H
#define AI95_CLI_FILES_H

#include <stdbool.h>

/* The file's permissions, as chmod takes them. Returns 0 or an errno. */
int cli_file_mode(const char *path, int *mode);
/* Whether it is a regular file. Returns 0 or an errno. */
int cli_is_file(const char *path, bool *is_file);
/* Makes a folder that only its owner can read, and the folders above it. Returns 0, also if it
 * exists, or an errno. */
int cli_make_folder(const char *path);

#endif
