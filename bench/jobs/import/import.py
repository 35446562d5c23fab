# import.py FILE: the customers of a workbook into a campaign.
import base64
import hashlib
import http.client
import json
import os
import re
import sys
import urllib.parse

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
import openpyxl


class Platform:
    def __init__(self):
        self.connection = http.client.HTTPConnection(
            urllib.parse.urlsplit(os.environ["AI95_BASE_URL"]).netloc)
        fields = {"username": os.environ["AI95_USERNAME"], "password": os.environ["AI95_PASSWORD"],
                  "from": "2"}
        self.session = self.send("login", {"url": self.sign(fields), **fields})

    @staticmethod
    def sign(fields):
        text = json.dumps(fields, separators=(",", ":")).replace("/", "\\/")
        return hashlib.md5(re.sub("[ \r\n\t]", "", text).encode()).hexdigest()[1:9]

    def send(self, endpoint, body):
        self.connection.request("POST", "/api/" + endpoint, json.dumps(body), {
            "Accept": "application/json", "Content-Type": "application/json;charset=utf-8"})
        answer = json.loads(self.connection.getresponse().read())
        if answer["code"] != 0:
            raise RuntimeError(answer)
        return answer["data"]

    def call(self, endpoint, fields, unsigned):
        fields = {"user_sn": self.session["user_sn"], "api_key": self.session["api_key"], **fields}
        signed = {name: value for name, value in fields.items() if name not in unsigned}
        return self.send(endpoint, {"url": self.sign(signed), **fields})


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
