"""A client of the platform, for the Python programs."""
import hashlib
import http.client
import json
import os
import re
import urllib.parse


def encode(fields):
    return json.dumps(fields, separators=(",", ":")).replace("/", "\\/")


class Platform:
    def __init__(self):
        url = urllib.parse.urlsplit(os.environ["AI95_BASE_URL"])
        self.path = url.path
        self.connection = http.client.HTTPConnection(url.netloc)
        fields = {"username": os.environ["AI95_USERNAME"], "password": os.environ["AI95_PASSWORD"],
                  "from": "2"}
        self.session = self.send("login", {"url": self.sign(fields), **fields})

    @staticmethod
    def sign(fields):
        return hashlib.md5(re.sub("[ \r\n\t]", "", encode(fields)).encode()).hexdigest()[1:9]

    def send(self, endpoint, body):
        self.connection.request("POST", f"{self.path}/api/{endpoint}", encode(body), {
            "Accept": "application/json", "Content-Type": "application/json;charset=utf-8"})
        answer = json.loads(self.connection.getresponse().read())
        if answer["code"] != 0:
            raise RuntimeError(answer)
        return answer["data"]

    def call(self, endpoint, fields, unsigned=()):
        """Sends a request, signed; `unsigned` names the fields that are not hashed."""
        fields = {"user_sn": self.session["user_sn"], "api_key": self.session["api_key"], **fields}
        signed = {name: value for name, value in fields.items() if name not in unsigned}
        return self.send(endpoint, {"url": self.sign(signed), **fields})
