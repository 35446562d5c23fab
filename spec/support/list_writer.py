"""Writes random tables with Python's csv module, for spec/unit/list_difference_spec.lua:
list_writer.py SEED COUNT FOLDER

Each table becomes FOLDER/N.csv, in a random dialect and encoding, and FOLDER/N.cells with its rows:
each cell as its length in bytes, a colon and its UTF-8, and a line break after each row.
"""
import csv
import io
import random
import sys

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", "utf-16"]
ALPHABETS = ["abc 019", "张王李四深圳南山路", "aé中𠮷\u200b　", ",;\t|\"'", "\"\"", "\n\r", "= +-.@#", "\ufeff\u00a0\x00\x7f"]


def make_cell(source):
    length = source.choice([0, 1, 1, 2, 3, 5, 8, 20, source.randrange(400)])
    alphabets = source.sample(ALPHABETS, source.randrange(1, 4))
    cell = "".join(source.choice(source.choice(alphabets)) for _ in range(length))
    # One NUL at most: many of them make a table in GB18030 look like one in UTF-16.
    first = cell.find("\0") + 1
    return cell[:first] + cell[first:].replace("\0", "")


def make_table(source):
    width = source.randrange(2, 9)
    header = ["姓名", "手机号"] + ["列%d" % i for i in range(2, width)]
    source.shuffle(header)
    rows = [[make_cell(source) for _ in header] for _ in range(source.choice([1, 3, 20, 200]))]
    return [header] + rows


def write(source, table):
    text = io.StringIO()
    delimiter, eol = source.choice(",;\t|"), source.choice(["\n", "\r\n", "\r"])
    # Older versions of the module do not quote a CR or NUL unless they quote all.
    has_odd = any(c in cell for row in table for cell in row for c in "\r\n\0")
    quoting = csv.QUOTE_ALL if has_odd else source.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(text, delimiter=delimiter, lineterminator=eol, quoting=quoting)
    if source.randrange(4) == 0:
        text.write("sep=" + delimiter + eol)
    elif source.randrange(4) == 0:
        text.write("名单" + eol + eol)
    writer.writerows(table)
    result = text.getvalue()
    if source.randrange(3) == 0:
        result = result[: -len(eol)]
    return result


def main():
    seed, count, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    source = random.Random(seed)
    for number in range(1, count + 1):
        table = make_table(source)
        text = write(source, table)
        with open("%s/%d.csv" % (folder, number), "wb") as file:
            file.write(text.encode(source.choice(ENCODINGS)))
        with open("%s/%d.cells" % (folder, number), "wb") as file:
            for row in table:
                for cell in row:
                    value = cell.encode("utf-8")
                    file.write(b"%d:%s" % (len(value), value))
                file.write(b"\n")


main()
