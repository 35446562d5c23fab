"""A server that wants to do harm: hostile_server.py PORT TLS_PORT FOLDER [CERTIFICATE]

FOLDER/mode names what it does to each connection, one of the functions below. CERTIFICATE is a PEM
file with its key. Over TLS it speaks HTTP/2 to those who offer it.
"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

OK = b"HTTP/1.1 200 OK\r\n"
PIECE = 64 * 1024


def read_head(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(PIECE)
        if not more:
            return
        data += more


def forever(connection, data, pause=0, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection.sendall(data)
        if pause:
            time.sleep(pause)


def after_request(*answer):
    def serve(connection):
        read_head(connection)
        connection.sendall(b"".join(answer))
        time.sleep(0.05)
    return serve


def endless(start, data, pause=0):
    def serve(connection):
        read_head(connection)
        connection.sendall(start)
        forever(connection, data, pause)
    return serve


def reset(connection):
    """The next segment of the client meets a connection that is gone."""
    raw = socket.socket(fileno=os.dup(connection.fileno()))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def close_during_upload(connection):
    """The end first, and then a reset: so the client's next write is to a broken pipe."""
    connection.recv(1000)
    socket.socket(fileno=os.dup(connection.fileno())).shutdown(socket.SHUT_WR)
    time.sleep(0.02)
    reset(connection)


def close_after_answer(connection):
    read_head(connection)
    connection.sendall(OK + b"Content-Length: 2\r\n\r\n{}")
    time.sleep(0.05)
    reset(connection)


# HTTP/2

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4
STATUS_200 = b"\x88"  # in HPACK's static table


def frame(kind, flags=0, stream=0, data=b""):
    return struct.pack("!I", len(data))[1:] + struct.pack("!BBI", kind, flags, stream) + data


def literal(name, value):
    return b"\x00" + bytes([len(name)]) + name + b"\x7f" + varint(len(value) - 127) + value


def varint(value):
    out = b""
    while value >= 128:
        out += bytes([value % 128 + 128])
        value //= 128
    return out + bytes([value])


def http2(start, flood=b"", pause=0):
    def serve(connection):
        connection.recv(PIECE)
        connection.sendall(frame(SETTINGS) + frame(SETTINGS, ACK) + start)
        if flood:
            # what the client answers is read, or it would stop to read itself
            threading.Thread(target=drain, args=(connection,), daemon=True).start()
            # libcurl before 8.1 does not look at the time while frames keep coming
            forever(connection, flood, pause, 0.5)
        time.sleep(0.2)
    return serve


def drain(connection):
    try:
        while connection.recv(PIECE):
            pass
    except OSError:
        pass


RESPONSE = frame(HEADERS, END_HEADERS, 1, STATUS_200)
LONG = literal(b"x", b"y" * 16000)

MODES = {
    "close_during_upload": close_during_upload,
    "close_after_answer": close_after_answer,
    # slow
    "slow_head": endless(OK, b"x", 0.05),
    "slow_body": endless(OK + b"Content-Length: 100000\r\n\r\n", b" ", 0.05),
    "silence": endless(b"", b"", 0.05),
    # endless
    "endless_headers": endless(OK, b"X-Header: value\r\n" * 1000),
    "endless_header_line": endless(OK + b"X-Header: ", b"x" * PIECE),
    "endless_status_line": endless(b"HTTP/1.1 200 ", b"x" * PIECE),
    "endless_continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "endless_chunk_extension": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n2;", b"x" * PIECE),
    "endless_trailers": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Header: value\r\n" * 1000),
    "endless_body": endless(OK + b"\r\n", b"x" * PIECE),
    "endless_chunks": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
    "endless_line_without_http": endless(b"", b"x" * PIECE),
    # malformed
    "no_http": after_request(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "bad_status": after_request(b"HTTP/1.1 abc OK\r\n\r\n"),
    "bad_version": after_request(b"HTTP/9.9 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "negative_length": after_request(OK, b"Content-Length: -5\r\n\r\n{}"),
    "two_lengths": after_request(OK, b"Content-Length: 2\r\nContent-Length: 900\r\n\r\n{}"),
    "huge_length": after_request(OK, b"Content-Length: 99999999999999999999999\r\n\r\n{}"),
    "bad_chunk": after_request(OK, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
    "huge_chunk": after_request(
        OK, b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
    "nul_in_header": after_request(OK, b"X-Header: a\0b\r\nContent-Length: 2\r\n\r\n{}"),
    "unknown_encoding": after_request(
        OK, b"Content-Encoding: nonsense\r\nContent-Length: 2\r\n\r\n{}"),
    # HTTP/2
    "http2_settings": http2(b"", frame(SETTINGS, 0, 0, struct.pack("!HI", 3, 100)) * 100),
    "http2_pings": http2(b"", frame(PING, 0, 0, b"12345678") * 100),
    "http2_resets": http2(RESPONSE, frame(RST_STREAM, 0, 1, b"\0\0\0\7") * 100),
    "http2_window_updates": http2(RESPONSE, frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\1") * 100),
    "http2_empty_data": http2(RESPONSE, frame(DATA, 0, 1) * 100),
    "http2_endless_data": http2(RESPONSE, frame(DATA, 0, 1, b"x" * 16000)),
    "http2_continuations": http2(
        frame(HEADERS, 0, 1, STATUS_200), frame(CONTINUATION, 0, 1, LONG)),
    "http2_goaways": http2(b"", frame(GOAWAY, 0, 0, b"\0\0\0\1\0\0\0\0") * 100),
    "http2_priority_frames": http2(b"", frame(2, 0, 1, b"\0\0\0\0\1") * 100),
    "http2_unknown_frames": http2(b"", frame(0xEE, 0, 0, b"x" * 16000)),
    "http2_too_large_frame": http2(frame(DATA, 0, 1, b"x" * 100000)),
    "http2_bad_hpack": http2(frame(HEADERS, END_HEADERS, 1, b"\xff\xff\xff\xff\xff")),
    "http2_data_first": http2(frame(DATA, END_STREAM, 1, b"{}")),
    "http2_silence": http2(b"", frame(PING, ACK, 0, b"12345678"), 0.05),
    "http2_garbage": http2(b"\xff" * 1000),
}


def serve(listener, folder, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=attend, args=(connection, folder, context), daemon=True).start()


def attend(connection, folder, context):
    try:
        connection.settimeout(20)
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        with open(os.path.join(folder, "mode"), encoding="ascii") as file:
            MODES[file.read()](connection)
    except (OSError, ValueError):
        pass
    finally:
        connection.close()


def main():
    port, tls_port, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[4])
    context.set_alpn_protocols(["h2", "http/1.1"])
    threading.Thread(target=serve, daemon=True, args=(
        socket.create_server(("127.0.0.1", tls_port)), folder, context)).start()
    serve(socket.create_server(("127.0.0.1", port)), folder, None)


main()
