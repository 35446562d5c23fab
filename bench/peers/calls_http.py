"""Calls over one kept connection of http.client."""
import http.client
import json
import os
import ssl
import urllib.parse

from platform_95ai import sign

HEADERS = {"Accept": "application/json", "Content-Type": "application/json;charset=utf-8"}
url = urllib.parse.urlsplit(os.environ["BENCH_URL"])
user_sn, api_key = os.environ["BENCH_USER_SN"], os.environ["BENCH_API_KEY"]


trust = ssl.create_default_context() if url.scheme == "https" else None


def connect():
    if trust:
        return http.client.HTTPSConnection(url.hostname, url.port, timeout=30, context=trust)
    return http.client.HTTPConnection(url.hostname, url.port, timeout=30)


def post(connection, path, fields):
    connection.request("POST", url.path + path, json.dumps({"url": sign(fields), **fields}, separators=(",", ":")), HEADERS)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError("status %d" % response.status)
    answer = json.loads(body)
    if answer["code"] != 0:
        raise RuntimeError("code %r" % answer["code"])
    return answer["data"]


def rows_of(connection, page):
    fields = {
        "user_sn": user_sn, "api_key": api_key,
        "pageIndex": page, "pageSize": 3, "start_create_at": "2018-05-08 15:40:10",
    }
    return len(post(connection, "/api/cdrlist", fields)["list"])
