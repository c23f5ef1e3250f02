"""One process that answers, on a free port of the loopback interface. Its address is printed once it listens."""

bind = "127.0.0.1:0"
workers = 1
worker_class = "sync"
# A search over a million people takes a while; a worker that is replaced meanwhile would answer nothing.
timeout = 120
graceful_timeout = 2
# A project that cannot be loaded ends before the address is printed.
preload_app = True
control_socket_disable = True
wsgi_app = "peer.wsgi:application"


def when_ready(server):
    """Prints the address."""
    host, port = server.LISTENERS[0].sock.getsockname()
    print(f"{host}:{port}", flush=True)
