from calls_http import connect, post

print("result", post(connect(), "/api/login", {"username": "hln", "password": "secret", "from": "2"})["api_key"])
