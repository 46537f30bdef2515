import socket


def connected(header):
    return socket.create_connection((header["host"], header["port"]), header["ms"] / 1000)


def accepts(request):
    try:
        connected(request.header).close()
        return True
    except OSError:
        return False


def dial(request):
    """A connection from here: what it says is stream 1, what it is told follows."""
    try:
        far = connected(request.header)
    except socket.timeout:
        raise Refused("ETIMEDOUT", "it did not answer")
    except socket.gaierror as error:
        raise Refused("ENOTFOUND", error.strerror)
    with far:
        far.settimeout(None)
        request.wire.send({"id": request.id, "open": True})
        telling = threading.Thread(target=tell, args=(request, far), daemon=True)
        telling.start()
        for part in iter(lambda: far.recv(PORTION), b""):
            request.say(1, part)


def tell(request, far):
    try:
        for part in iter(request.part, None):
            far.sendall(part)
        far.shutdown(socket.SHUT_WR)
    except (Refused, OSError):
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_RDWR)
