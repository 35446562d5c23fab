# workbook.py LIST.csv WORKBOOK.xlsx: a list as Excel saves it, with texts as shared strings and phone
# numbers as numbers.
import csv
import sys

import xlsxwriter

workbook = xlsxwriter.Workbook(sys.argv[2], {"strings_to_numbers": False})
sheet = workbook.add_worksheet("名单")
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for number, row in enumerate(csv.reader(file)):
        for column, value in enumerate(row):
            if column == 1 and value.isdigit():
                sheet.write_number(number, column, int(value))
            else:
                sheet.write_string(number, column, value)
workbook.close()
