import base64
import json
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from platform_95ai import measure, read, sign

given = read(os.environ["BENCH_DATA"] + "/rows.json")
rows = [dict(zip(given["columns"], row)) for row in given["rows"]]
count = int(os.environ["BENCH_COUNT"])
user_sn, api_key = os.environ["BENCH_USER_SN"], os.environ["BENCH_API_KEY"]
unsigned = {"source", "client_info_json", "aes"}


def encrypt(text):
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(user_sn[8:24].encode()), modes.CBC(b"1234567890123456")).encryptor()
    padded = padder.update(text.encode()) + padder.finalize()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def request():
    fields = {
        "user_sn": user_sn, "api_key": api_key, "project_sn": "project|8ac1cebd6407f30fb4f618615de41990",
        "source": "春季回访",
        "client_info_json": encrypt(json.dumps({"data": rows}, ensure_ascii=False, separators=(",", ":"))),
        "ai_user_sn": "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", "is_zidong": "on", "aes": True,
    }
    signature = sign({name: value for name, value in fields.items() if name not in unsigned})
    return json.dumps({"url": signature, **fields}).encode()


def work():
    global body
    for _ in range(count):
        body = request()


measure(work)
with open(os.environ["BENCH_OUT"] + "/body.json", "wb") as file:
    file.write(body)
