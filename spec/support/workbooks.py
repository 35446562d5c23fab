"""Writes random workbooks with openpyxl: workbooks.py FOLDER

For each NAME in FOLDER/names, NAME.xlsx and the text of its cells in NAME.txt, the fields with
U+001F and the rows with U+001E between them.
"""
import datetime
import random
import sys

import openpyxl

folder = sys.argv[1]
random.seed(95)
LETTERS = 'ab Z09,"\n\t_-;中文é😀<&>x'


def text():
    value = "".join(random.choice(LETTERS) for _ in range(random.randint(1, 20)))
    return "t" + value, "t" + value


def whole():
    value = random.choice([0, 7, -3, 13800000000, 2**53 - 1, random.randint(-10**12, 10**12)])
    return value, str(value)


def fraction():
    value = random.choice([0.5, -1.25, 0.1 + 0.2, random.uniform(-1000, 1000), 1e-5 * random.random()])
    return value, "%.15g" % float("%.16g" % value)  # openpyxl writes 16 digits


def date():
    value = datetime.date(1901, 1, 1) + datetime.timedelta(days=random.randint(0, 80000))
    return value, value.isoformat()


def moment():
    value = datetime.datetime(1950, 1, 1) + datetime.timedelta(seconds=random.randint(0, 4 * 10**9))
    return value, str(value) if value.time() != datetime.time() else str(value.date())


def time():
    value = datetime.time(random.randint(0, 23), random.randint(0, 59), random.randint(0, 59))
    return value, value.isoformat()


def boolean():
    value = random.random() < 0.5
    return value, "TRUE" if value else "FALSE"


KINDS = [text, text, whole, fraction, date, moment, time, boolean,
         lambda: (None, ""), lambda: ("=1+1", "#NO_VALUE!"), lambda: ("#N/A", "#N/A")]


def write(name, write_only, is_1904):
    book = openpyxl.Workbook(write_only=write_only)
    if is_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.create_sheet("表") if write_only else book.active
    lines = []
    for _ in range(random.randint(50, 200)):
        kinds = [k for k in KINDS if not is_1904 or k not in (date, moment)]
        cells = [random.choice(kinds)() for _ in range(random.randint(1, 12))]
        sheet.append([value for value, _ in cells])
        fields = [expected for _, expected in cells]
        while fields and fields[-1] == "":
            fields.pop()
        lines.append("\x1f".join(fields))
    while not write_only and lines and lines[-1] == "":
        lines.pop()  # openpyxl writes no rows without cells at the end
    book.save("%s/%s.xlsx" % (folder, name))
    with open("%s/%s.txt" % (folder, name), "w", encoding="utf-8", newline="") as file:
        file.write("\x1e".join(lines))


with open(folder + "/names", "w") as names:
    for number in range(12):
        write(str(number), number % 2 == 1, number % 4 == 2)
        names.write("%d\n" % number)
