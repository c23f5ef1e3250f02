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

    def open_room(self, name=None, knock=False):
        """A room that everybody may come into, or ask to; maybe with an address."""
        body = {"preset": "public_chat"}
        if name:
            body["room_alias_name"] = name
        if knock:
            body["initial_state"] = [{"type": "m.room.join_rules", "content": {"join_rule": "knock"}}]
        status, answer = self.call("POST", "/createRoom", body)
        assert status == 200, answer
        return answer["room_id"]

    def join(self, room, through=None, what="join"):
        """Comes into a room, or with `knock` asks to; through a server that knows it."""
        via = "?" + urllib.parse.urlencode({"via": through.name, "server_name": through.name}) if through else ""
        return self.call("POST", f"/{what}/{urllib.parse.quote(room)}{via}", {})

    def leave(self, room):
        return self.call("POST", f"/rooms/{urllib.parse.quote(room)}/leave", {})

    def send(self, room, kind, content):
        path = f"/rooms/{urllib.parse.quote(room)}/send/{kind}/{secrets.token_hex(8)}"
        return self.call("PUT", path, content)

    def set(self, room, kind, content):
        return self.call("PUT", f"/rooms/{urllib.parse.quote(room)}/state/{kind}/", content)

    def redact(self, room, event, content):
        path = f"/rooms/{urllib.parse.quote(room)}/redact/{urllib.parse.quote(event)}/{secrets.token_hex(8)}"
        return self.call("PUT", path, content)

    def say(self, room, text):
        return self.send(room, "m.room.message", {"msgtype": "m.text", "body": text})

    def events(self, room):
        path = f"/rooms/{urllib.parse.quote(room)}/messages?dir=b&limit=50"
        status, answer = self.call("GET", path)
        return answer.get("chunk", []) if status == 200 else []

    def heard(self, room):
        return [event["content"].get("body") for event in self.events(room)]

    def sees(self, room):
        """Who is in a room."""
        status, answer = self.call("GET", f"/rooms/{urllib.parse.quote(room)}/joined_members")
        return list(answer["joined"]) if status == 200 else []


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
        cls.pat, cls.sam = cls.outside.register("pat"), cls.outside.register("sam")
        for person in (cls.ada, cls.grace):
            cls.forecourt.identify(person.id[1:].split(":")[0], person.id)

    def setUp(self):
        self.forecourt.switch("AllowTeamsConsumer", True)
        self.forecourt.switch("AllowTeamsConsumerInbound", True)
        wait_until(lambda: self.ada.room(self.pat)[0] == 200, 2, "our people may start")
        wait_until(lambda: self.pat.invite(self.pat.empty_room(), self.ada)[0] == 200, 2, "others may start")

    def together(self):
        """A room of ada's with pat in it."""
        status, answer = self.ada.room(self.pat)
        self.assertEqual(status, 200, answer)
        room = answer["room_id"]
        wait_until(lambda: self.pat.join(room)[0] == 200, 10, "pat joins")
        wait_until(lambda: self.pat.id in self.ada.sees(room), 10, "ada sees pat")
        return room

    def switch_off(self):
        self.forecourt.switch("AllowTeamsConsumer", False)
        wait_until(lambda: self.ada.room(self.pat)[0] == 403, 5, "the switch is off")

    def refusals(self):
        """How many refusals are written down that name pat."""
        return self.forecourt.get("/decisions").count(self.pat.id)

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
        before = self.refusals()
        self.pat.say(room, "from outside")
        wait_until(lambda: self.refusals() > before, 10, "the message is refused")
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.say(room, "again")[0] == 200, 2, "messages flow")
        wait_until(lambda: "again" in self.pat.heard(room), 10, "pat hears again")
        self.assertNotIn("from outside", self.ada.heard(room))

    def test_who_comes_from_outside_into_a_room_of_ours_is_asked_about(self):
        room, door = self.ada.open_room(), self.ada.open_room(knock=True)
        self.switch_off()
        status, answer = self.pat.join(room, self.inside)
        self.assertEqual(status, 403, answer)
        self.assertIn("does not allow", answer["error"])
        self.assertEqual(self.ada.sees(room), [self.ada.id])
        status, answer = self.pat.join(door, self.inside, "knock")
        self.assertEqual(status, 403, answer)
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.pat.join(room, self.inside)[0] == 200, 5, "pat comes in")
        status, answer = self.pat.join(door, self.inside, "knock")
        self.assertEqual(status, 200, answer)

    def test_who_was_let_in_elsewhere_is_seen_and_our_people_fall_silent(self):
        room = self.ada.open_room()
        status, answer = self.pat.join(room, self.inside)
        self.assertEqual(status, 200, answer)
        self.switch_off()
        # Their server is in the room, so it lets in whom it wants to, as soon as it has taken in that it is there.
        wait_until(lambda: self.sam.join(room)[0] == 200, 10, "sam comes in")
        wait_until(lambda: self.sam.id in self.ada.sees(room), 10, "ada sees who came")
        status, answer = self.ada.say(room, "who is that?")
        self.assertEqual(status, 403, answer)

    def test_our_people_do_not_come_into_rooms_outside_that_they_may_not_be_in(self):
        name = secrets.token_hex(4)
        room, later = self.pat.open_room(name), self.pat.empty_room()
        status, answer = self.pat.invite(later, self.ada)
        self.assertEqual(status, 200, answer)
        self.switch_off()
        for what, through in ((room, self.outside), (f"#{name}:{self.outside.name}", None), (later, None)):
            status, answer = self.ada.join(what, through)
            self.assertEqual(status, 403, answer)
            self.assertIn("does not allow", answer["error"])
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.ada.join(later)[0] == 200, 5, "ada comes in")
        status, answer = self.ada.join(f"#{name}:{self.outside.name}")
        self.assertEqual(status, 200, answer)

    def test_whatever_can_be_read_is_asked_about_and_what_takes_away_is_not(self):
        room = self.together()
        status, said = self.ada.say(room, "hello")
        self.assertEqual(status, 200, said)
        self.switch_off()
        poll = {"org.matrix.msc3381.poll.start": {"question": {"org.matrix.msc1767.text": "Lunch?"}, "answers": []}}
        call = {"call_id": "1", "version": "1", "party_id": "1", "lifetime": 60000,
                "offer": {"type": "offer", "sdp": "v=0"}}
        for kind, content in (("org.matrix.msc3381.poll.start", poll), ("m.call.invite", call),
                              ("com.example.note", {"note": "read me"})):
            status, answer = self.ada.send(room, kind, content)
            self.assertEqual((status, "does not allow" in answer["error"]), (403, True), (kind, answer))
        for kind, content in (("m.room.topic", {"topic": "read me"}), ("m.room.name", {"name": "read me"}),
                              ("m.room.avatar", {"url": "mxc://localhost/read"}),
                              ("m.room.pinned_events", {"pinned": ["read me"]}), ("com.example.note", {"note": "x"})):
            status, answer = self.ada.set(room, kind, content)
            self.assertEqual((status, "does not allow" in answer["error"]), (403, True), (kind, answer))
        self.assertEqual(self.ada.redact(room, said["event_id"], {"reason": "read me"})[0], 403)
        self.assertEqual(self.ada.redact(room, said["event_id"], {})[0], 200)
        self.assertEqual(self.ada.send(room, "m.call.hangup", {"call_id": "1", "version": "1"})[0], 200)
        self.assertEqual(self.ada.set(room, "m.room.join_rules", {"join_rule": "invite"})[0], 200)
        self.assertEqual(self.ada.leave(room)[0], 200)

    def test_whatever_comes_from_outside_is_asked_about(self):
        room = self.together()
        status, answer = self.ada.set(room, "m.room.power_levels", dict(
            self.ada.call("GET", f"/rooms/{urllib.parse.quote(room)}/state/m.room.power_levels")[1],
            state_default=0, events={}))
        self.assertEqual(status, 200, answer)
        def may_set():
            return self.pat.set(room, "m.room.topic", {"topic": "before"})[0] == 200
        wait_until(may_set, 10, "pat may set the topic")
        def topic():
            return self.ada.call("GET", f"/rooms/{urllib.parse.quote(room)}/state/m.room.topic")[1].get("topic")
        wait_until(lambda: topic() == "before", 10, "ada sees the topic")
        self.switch_off()
        before = self.refusals()
        self.assertEqual(self.pat.send(room, "com.example.note", {"note": "from outside"})[0], 200)
        self.assertEqual(self.pat.set(room, "m.room.topic", {"topic": "from outside"})[0], 200)
        wait_until(lambda: self.refusals() > before, 10, "they are refused")
        self.forecourt.switch("AllowTeamsConsumer", True)
        wait_until(lambda: self.pat.say(room, "at last")[0] == 200 and "at last" in self.ada.heard(room), 10, "ada hears")
        self.assertNotIn("com.example.note", [event["type"] for event in self.ada.events(room) if event["content"]])
        self.assertNotIn("from outside", str(self.ada.events(room)))

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
