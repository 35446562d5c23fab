# import.py FILE: the customers of a workbook into a campaign.
import base64
import json
import os
import re
import sys

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
import openpyxl

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from platform_client import Platform  # noqa: E402


def encrypt(text, user_sn):
    key = user_sn[len("SYSUSER|"):][:16].encode()
    padder = padding.PKCS7(128).padder()
    data = padder.update(text.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(b"1234567890123456")).encryptor()
    return base64.b64encode(encryptor.update(data) + encryptor.finalize()).decode()


platform = Platform()
campaign = None


def send(rows):
    global campaign
    text = json.dumps({"data": rows}, ensure_ascii=False, separators=(",", ":"))
    fields = {
        "project_sn": "project|8ac1cebd6407f30fb4f618615de41990", "source": "春季回访",
        "client_info_json": encrypt(text, platform.session["user_sn"]),
        "ai_user_sn": "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", "is_zidong": "on",
    }
    if campaign is not None:
        fields["dial_task_main_sn"] = campaign
    fields["aes"] = True
    answer = platform.call("addJson", fields, ("client_info_json", "source", "aes"))
    campaign = answer["dial_task_main_sn"]


sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
values = sheet.iter_rows(values_only=True)
columns = next(values)
mobile = re.compile(r"1[3-9]\d{9}")
seen, rows, sent, refused = set(), [], 0, 0
for row in values:
    row = dict(zip(columns, ("" if value is None else str(value) for value in row)))
    phone = row["电话"]
    if row["姓名"] == "" or not mobile.fullmatch(phone) or phone in seen:
        refused += 1
        continue
    seen.add(phone)
    rows.append(row)
    if len(rows) == 5000:
        send(rows)
        sent += len(rows)
        rows = []
if rows:
    send(rows)
    sent += len(rows)
print(f"{sent}\t{refused}")
