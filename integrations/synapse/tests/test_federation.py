"""Two federating Synapse servers on this machine: the organization's, and one where anybody has an account.

Needs Synapse in the Python that runs it and the program in FORECOURT_BINARY; says so and is skipped otherwise.
"""

import importlib.util
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "support"))

from product import PASSWORD, Forecourt, end, free_port, listening  # noqa: E402
from product import wait_until as wait_for  # noqa: E402


def wait_until(check, seconds, what):
    """Looks again and again until `check` gives something."""
    return wait_for(check, seconds, what, lambda: f"The last answer: {Synapse.last}")


class Synapse:
    """A homeserver, named after the port that others reach it on."""

    # What a client was answered last, for whoever waits in vain.
    last = None

    def __init__(self, folder, name, forecourt=None, token=None):
        self.client, self.federation = free_port(), free_port()
        self.name = f"localhost:{self.federation}"
        home = folder / name
        home.mkdir()
        self.secret = secrets.token_hex(16)
        certificate(home)
        (home / "signing.key").write_text("ed25519 a_test " + signing_key() + "\n")
        log = {"version": 1, "root": {"level": "WARNING", "handlers": ["file"]},
               "handlers": {"file": {"class": "logging.FileHandler", "filename": str(home / "log")}}}
        (home / "log.yaml").write_text(json.dumps(log))
        rate = {"per_second": 1000, "burst_count": 1000}
        config = {
            "server_name": self.name, "report_stats": False, "pid_file": str(home / "pid"),
            "signing_key_path": str(home / "signing.key"), "log_config": str(home / "log.yaml"),
            "media_store_path": str(home / "media"), "registration_shared_secret": self.secret,
            "database": {"name": "sqlite3", "args": {"database": str(home / "db")}},
            "tls_certificate_path": str(home / "tls.crt"), "tls_private_key_path": str(home / "tls.key"),
            "federation_verify_certificates": False, "trusted_key_servers": [],
            "suppress_key_server_warning": True, "ip_range_blacklist": [], "federation_ip_range_blacklist": [],
            "macaroon_secret_key": self.secret, "form_secret": self.secret,
            "user_directory": {"enabled": True, "search_all_users": True},
            "rc_message": rate, "rc_registration": rate, "rc_joins": {"local": rate, "remote": rate},
            "rc_invites": {"per_room": rate, "per_user": rate, "per_issuer": rate},
            "rc_room_creation": rate,
            "rc_login": {"address": rate, "account": rate, "failed_attempts": rate},
            "rc_federation": {"reject_limit": 1000, "concurrent": 50},
            "listeners": [
                {"port": self.client, "type": "http", "bind_addresses": ["127.0.0.1"],
                 "resources": [{"names": ["client"]}]},
                {"port": self.federation, "type": "http", "tls": True, "bind_addresses": ["127.0.0.1", "::1"],
                 "resources": [{"names": ["federation", "keys"]}]},
            ],
        }
        if forecourt:
            path = home / "token"
            path.write_text(token)
            config["modules"] = [{"module": "forecourt_synapse.ForecourtModule", "config": {
                "url": forecourt.url(""), "token_file": str(path), "fail_mode": "closed", "cache_seconds": 0.5}}]
        (home / "homeserver.yaml").write_text(json.dumps(config))
        environment = dict(os.environ, PYTHONPATH=str(HERE.parent))
        self.output = open(home / "output", "wb")
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "synapse.app.homeserver", "-c", str(home / "homeserver.yaml")],
            env=environment, stdout=self.output, stderr=self.output, cwd=home)

    def ready(self):
        def look():
            if self.process.poll() is not None:
                raise AssertionError((self.home / "output").read_text()[-3000:])
            return listening(self.client) and listening(self.federation)
        wait_until(look, 90, f"{self.name} listens")

    def stop(self):
        end(self.process)
        self.output.close()

    def call(self, method, path, body=None, token=None):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.client}{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                Synapse.last = answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            Synapse.last = error.code, json.load(error)
        return Synapse.last

    def register(self, name):
        import hashlib
        import hmac

        path = "/_synapse/admin/v1/register"
        nonce = self.call("GET", path)[1]["nonce"]
        parts = "\0".join([nonce, name, PASSWORD, "notadmin"]).encode()
        mac = hmac.new(self.secret.encode(), parts, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": PASSWORD, "admin": False, "mac": mac}
        status, answer = self.call("POST", path, body)
        assert status == 200, answer
        return Person(self, answer["user_id"], answer["access_token"])


class Person:
    """Somebody with a client."""

    def __init__(self, server, user_id, token):
        self.server, self.id, self.token = server, user_id, token

    def call(self, method, path, body=None):
        return self.server.call(method, "/_matrix/client/v3" + path, body, self.token)

    def room(self, *invite):
        body = {"preset": "private_chat", "invite": [person.id for person in invite]}
        return self.call("POST", "/createRoom", body)

    def empty_room(self):
        status, answer = self.room()
        assert status == 200, answer
        return answer["room_id"]

    def invite(self, room, person):
        return self.call("POST", f"/rooms/{urllib.parse.quote(room)}/invite", {"user_id": person.id})

    def join(self, room):
        return self.call("POST", f"/join/{urllib.parse.quote(room)}", {})

    def say(self, room, text):
        path = f"/rooms/{urllib.parse.quote(room)}/send/m.room.message/{secrets.token_hex(8)}"
        return self.call("PUT", path, {"msgtype": "m.text", "body": text})

    def heard(self, room):
        path = f"/rooms/{urllib.parse.quote(room)}/messages?dir=b&limit=50"
        status, answer = self.call("GET", path)
        return [e["content"].get("body") for e in answer.get("chunk", [])] if status == 200 else []


def signing_key():
    from signedjson.key import encode_signing_key_base64, generate_signing_key

    return encode_signing_key_base64(generate_signing_key("test"))


def certificate(home):
    from OpenSSL import crypto

    key = crypto.PKey()
    key.generate_key(crypto.TYPE_RSA, 2048)
    made = crypto.X509()
    made.get_subject().CN = "localhost"
    made.set_serial_number(1)
    made.gmtime_adj_notBefore(0)
    made.gmtime_adj_notAfter(86_400)
    made.set_issuer(made.get_subject())
    made.set_pubkey(key)
    made.sign(key, "sha256")
    (home / "tls.crt").write_bytes(crypto.dump_certificate(crypto.FILETYPE_PEM, made))
    (home / "tls.key").write_bytes(crypto.dump_privatekey(crypto.FILETYPE_PEM, key))


BINARY = os.environ.get("FORECOURT_BINARY")


@unittest.skipUnless(importlib.util.find_spec("synapse"), "Synapse is not installed in this Python")
@unittest.skipUnless(BINARY, "FORECOURT_BINARY names no program")
class FederationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.forecourt = Forecourt(cls.folder, BINARY)
        cls.addClassCleanup(lambda: cls.forecourt.stop())
        cls.inside = Synapse(cls.folder, "inside", cls.forecourt, cls.forecourt.token("synapse"))
        cls.addClassCleanup(cls.inside.stop)
        cls.outside = Synapse(cls.folder, "outside")
        cls.addClassCleanup(cls.outside.stop)
        cls.inside.ready()
        cls.outside.ready()
        cls.forecourt.tell_apart(cls.inside.name, cls.outside.name)
        cls.ada, cls.grace = cls.inside.register("ada"), cls.inside.register("grace")
        cls.pat = cls.outside.register("pat")
        for person in (cls.ada, cls.grace):
            cls.forecourt.identify(person.id[1:].split(":")[0], person.id)

    def setUp(self):
        self.forecourt.switch("AllowTeamsConsumer", True)
        self.forecourt.switch("AllowTeamsConsumerInbound", True)
        wait_until(lambda: self.ada.room(self.pat)[0] == 200, 2, "our people may start")
        wait_until(lambda: self.pat.invite(self.pat.empty_room(), self.ada)[0] == 200, 2, "others may start")

    def test_inbound_off_refuses_the_next_invitation_and_leaves_the_way_out(self):
        room = self.pat.empty_room()
        status, answer = self.pat.invite(room, self.ada)
        self.assertEqual(status, 200, answer)
        self.forecourt.switch("AllowTeamsConsumerInbound", False)
        saved = time.monotonic()
        status, answer = self.pat.invite(self.pat.empty_room(), self.grace)
        self.assertEqual(status, 403, answer)
        self.assertLess(time.monotonic() - saved, 1, "from Save to enforced")
        status, answer = self.ada.room(self.pat)
        self.assertEqual(status, 200, answer)

    def test_the_switch_off_stops_messages_and_on_lets_them_flow(self):
        status, answer = self.ada.room(self.pat)
        self.assertEqual(status, 200, answer)
        room = answer["room_id"]
        wait_until(lambda: self.pat.join(room)[0] == 200, 10, "pat joins")
        self.assertEqual(self.ada.say(room, "hello")[0], 200)
        wait_until(lambda: "hello" in self.pat.heard(room), 10, "pat hears")
        self.assertEqual(self.pat.say(room, "hi")[0], 200)
        wait_until(lambda: "hi" in self.ada.heard(room), 10, "ada hears")
        self.forecourt.switch("AllowTeamsConsumer", False)
        status, answer = wait_until(
            lambda: (lambda found: found if found[0] == 403 else None)(self.ada.say(room, "still there?")),
            1, "messages stop")
        self.assertIn("does not allow", answer["error"])
        # It travels on its own; what was refused is written down by Forecourt.
        def refusals():
            return self.forecourt.get("/decisions").count(self.pat.id)
        before = refusals()
        self.pat.say(room, "from outside")
        wait_until(lambda: refusals() > before, 10, "the message is refused")
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.say(room, "again")[0] == 200, 2, "messages flow")
        wait_until(lambda: "again" in self.pat.heard(room), 10, "pat hears again")
        self.assertNotIn("from outside", self.ada.heard(room))

    def test_a_new_room_is_refused_before_it_exists(self):
        self.forecourt.switch("AllowTeamsConsumer", False)
        status, answer = wait_until(
            lambda: (lambda found: found if found[0] == 403 else None)(self.ada.room(self.pat)), 1, "rooms are refused")
        self.assertEqual(status, 403, answer)
        self.assertIn("does not allow", answer["error"])
        status, answer = self.ada.room(self.grace)
        self.assertEqual(status, 200, answer)

    def test_without_forecourt_the_fail_mode_holds_and_it_recovers(self):
        self.forecourt.stop(signal.SIGKILL)
        # Answers that were given are used again for as long as they may be.
        status, answer = wait_until(
            lambda: (lambda found: found if found[0] == 403 else None)(self.ada.room(self.pat)), 40, "nobody answers")
        self.assertEqual(status, 403, answer)
        self.assertIn("Nobody can check", answer["error"])
        self.forecourt.start()
        wait_until(lambda: self.ada.room(self.pat)[0] == 200, 15, "it recovers by itself")
        wait_until(lambda: "Refuses while nobody answers" in self.forecourt.get("/connectors"), 10,
                   "the page says what the module does")


if __name__ == "__main__":
    unittest.main()
