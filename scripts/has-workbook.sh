#!/bin/sh
# Whether the headers of the workbook module are there; otherwise prints what is missing, and fails:
# has-workbook.sh CC [OPTION…]
for need in zip.h:libzip-dev expat.h:libexpat1-dev; do
  echo "#include <${need%:*}>" | "$@" -E -x c - >/dev/null 2>&1 || missing="${missing-} ${need#*:}"
done
[ -n "${missing-}" ] || exit 0
echo "ai95 will not read .xlsx files: to build ai95.workbook, install$missing"
exit 1
