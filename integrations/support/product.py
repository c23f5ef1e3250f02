"""The program as tests of connectors use it: set up, with its pages as a browser uses them."""

import http.cookiejar
import re
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request

PASSWORD = "winter bicycle lantern"

# How many seconds a page may take.
PATIENCE = 30


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def wait_until(check, seconds, what, last=lambda: None):
    """Looks again and again until `check` gives something; `last` says more when it never does."""
    end = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}. {last() or ''}")
        time.sleep(0.05)


def listening(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def end(process):
    """Asks a process to end, and waits until it has; one that does not is made to."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)


class Forecourt:
    """The product, set up, with the pages as a browser uses them."""

    def __init__(self, folder, binary):
        self.port = free_port()
        self.binary, self.data = binary, folder / "forecourt"
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o600)
        self.run("init", "--organization", "Aldergrove", "--domain", "aldergrove.example",
                 "--admin-email", "admin@aldergrove.example", "--password-file", str(secret))
        people = folder / "people.csv"
        people.write_text("UserPrincipalName,DisplayName\n"
                          "ada@aldergrove.example,Ada\ngrace@aldergrove.example,Grace\n")
        self.run("import", "--users", str(people))
        self.process = None
        self.start()
        jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.post("/sign-in", {"email": "admin@aldergrove.example", "password": PASSWORD})

    def run(self, *arguments):
        command = [self.binary, "--data-dir", str(self.data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        command = [self.binary, "--data-dir", str(self.data), "serve", "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def look():
            if self.process.poll() is not None:
                raise AssertionError(f"Forecourt has ended with {self.process.returncode}; somebody may have its port")
            return listening(self.port)
        wait_until(look, 30, "Forecourt listens")

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(20)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path):
        """The page as it reads: where an address may be broken, nothing stands."""
        return self.browser.open(self.url(path), timeout=PATIENCE).read().decode().replace("<wbr>", "")

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.url(path), body, {"Origin": self.url("")})
        return self.browser.open(request, timeout=PATIENCE).read().decode()

    def token(self, name):
        command = [self.binary, "--data-dir", str(self.data), "admin", "token", "--email", "admin@aldergrove.example",
                   "--name", name, "--scope", "decisions", "--days", "1"]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return re.search(r"fc_[A-Za-z0-9_-]+", printed).group(0)

    def person(self, name):
        page = self.get("/users?" + urllib.parse.urlencode({"q": name}))
        return re.search(r"/users/([0-9a-f-]{36})", page).group(1)

    def tell_apart(self, own, personal):
        """Says which server is the organization's, and which has personal accounts. Others are refused."""
        self.post("/outside", {
            "revision": "0", "personal": personal, "organization": "", "own": own,
            "unknown": "refuse", "unknown_person": "refuse"})

    def identify(self, name, identities):
        """Says which identities the person with this name has."""
        self.post(f"/users/{self.person(name)}/identities", {"identities": identities})

    def switch(self, name, on):
        """Turns a switch of the organization, as the page does after its question."""
        path = "/external-access/organization-settings"
        form = next(form for form in self.get(path).split("<form") if f'name="{name}"' in form)
        tag = re.search(r'<input[^>]*name="revision"[^>]*>', form).group(0)
        revision = re.search(r'value="([^"]*)"', tag).group(1)
        fields = {"revision": revision, name: "on" if on else "off",
                  "do": "confirm", "acknowledge": "on"}
        self.post(path, fields)
