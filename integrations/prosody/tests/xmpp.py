"""Prosody servers of a test, and people with clients."""

import asyncio
import pathlib
import secrets
import shutil
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "support"))

from product import PASSWORD, end, free_port, listening, wait_until  # noqa: E402

PROGRAM = shutil.which("prosody")

HOST = """
VirtualHost "{name}"
Component "rooms.{name}" "muc"
  modules_enabled = {{ {rooms} }}
  muc_room_default_public_jids = true
  muc_room_locking = false
"""

CONFIGURATION = """
run_as_root = true
plugin_paths = {{ "{module}", "{plugins}" }}
data_path = "{home}/data"
certificates = "{home}"
log = {{ {{ levels = {{ min = "info" }}, to = "file", filename = "{home}/log" }} }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {client} }}
s2s_ports = {{ {server} }}
c2s_direct_tls_ports, s2s_direct_tls_ports, http_ports, https_ports = {{}}, {{}}, {{}}, {{}}
modules_enabled = {{ "test_names", "roster", "saslauth", "dialback", "disco", "carbons", "blocklist", "vcard", {modules} }}
modules_disabled = {{ "tls", "s2s_auth_certs" }}
c2s_require_encryption, s2s_require_encryption, s2s_secure_auth = false, false, false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
test_names = {{ {names} }}
{forecourt}
"""


class Prosody:
    """A server with rooms. `neighbours` are the servers that it finds, by name."""

    def __init__(self, folder, name):
        self.name, self.home = name, folder / name
        self.client, self.server = free_port(), free_port()
        self.home.mkdir()
        self.process = self.output = None

    def data(self):
        return self.home / "data" / self.name.replace(".", "%2e")

    def account(self, name):
        folder = self.data() / "accounts"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}" }};')
        return Person(self, name)

    def start(self, neighbours, forecourt=None):
        """Starts it; `forecourt` is the module's configuration, in Lua."""
        names = [f'["{host}"] = {one.server}'
                 for one in neighbours for host in (one.name, f"rooms.{one.name}")]
        asks = '"forecourt"' if forecourt else ""
        path = self.home / "prosody.cfg.lua"
        path.write_text(CONFIGURATION.format(
            module=HERE.parent, plugins=HERE / "plugins", home=self.home, client=self.client, server=self.server,
            modules=asks, names=", ".join(names), forecourt=f"forecourt = {forecourt}" if forecourt else "",
        ) + HOST.format(name=self.name, rooms=f'"muc_mam", {asks}'))
        self.output = open(self.home / "output", "wb")
        self.process = subprocess.Popen([PROGRAM, "-F", "--config", str(path)], stdin=subprocess.DEVNULL,
                                        stdout=self.output, stderr=self.output, cwd=self.home)

        def look():
            if self.process.poll() is not None:
                raise AssertionError((self.home / "output").read_text()[-3000:])
            return listening(self.client) and listening(self.server)
        wait_until(look, 30, f"{self.name} listens")

    def log(self):
        path = self.home / "log"
        return path.read_text() if path.exists() else ""

    def stop(self):
        if self.process:
            end(self.process)
            self.output.close()


class Loop:
    """Where the clients live: a thread of its own, so that tests are written one thing after the other."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def stop(self):
        async def end():
            tasks = asyncio.all_tasks() - {asyncio.current_task()}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self.run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


class Person:
    """Somebody with a client that remembers what came."""

    def __init__(self, server, name):
        self.server, self.id = server, f"{name}@{server.name}"
        self.heard, self.errors, self.subscriptions, self.invitations, self.rooms = [], {}, {}, [], {}
        self.read, self.answers = [], {}
        self.client = self.loop = None

    def sign_in(self, loop):
        self.loop = loop
        loop.run(self._sign_in())

    async def _sign_in(self):
        import slixmpp

        self.client = client = slixmpp.ClientXMPP(self.id + "/test", PASSWORD, loop=asyncio.get_running_loop())
        client.enable_starttls = client.enable_direct_tls = False
        client.enable_plaintext = True
        client.auto_authorize = client.auto_subscribe = None
        client.plugin["feature_mechanisms"].unencrypted_plain = True
        client.plugin["feature_mechanisms"].unencrypted_scram = True
        begun = asyncio.get_running_loop().create_future()
        client.add_event_handler("session_start", lambda _: begun.done() or begun.set_result(None))
        client.register_handler(slixmpp.xmlstream.handler.Callback(
            "all messages", slixmpp.xmlstream.matcher.MatchXPath("{jabber:client}message"), self._message))
        client.register_handler(slixmpp.xmlstream.handler.Callback(
            "all presence", slixmpp.xmlstream.matcher.MatchXPath("{jabber:client}presence"), self._presence))
        client.register_handler(slixmpp.xmlstream.handler.Callback(
            "all answers", slixmpp.xmlstream.matcher.MatchXPath("{jabber:client}iq"), self._answer))
        client.connect("127.0.0.1", self.server.client)
        await asyncio.wait_for(begun, 20)
        await client.get_roster()
        client.send_presence()

    def sign_out(self):
        left = self.server.log().count("Client disconnected")

        async def leave():
            self.client.disconnect()
            await asyncio.wait_for(self.client.disconnected, 10)
            writing = self.client._run_out_filters
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        self.loop.run(leave())
        wait_until(lambda: self.server.log().count("Client disconnected") > left, 20, f"{self.id} is gone")

    def forget_contacts(self):
        """Takes the list of contacts away from the server, while nobody is signed in."""
        name = self.id.split("@")[0]
        (self.server.data() / "roster" / f"{name}.dat").unlink()

    def _message(self, message):
        xml = message.xml
        if message["type"] == "error":
            self.errors[message["id"]] = _sentence(xml)
        elif xml.find("{http://jabber.org/protocol/muc#user}x/{http://jabber.org/protocol/muc#user}invite") is not None:
            self.invitations.append(message["from"].bare)
        elif xml.find("{jabber:x:conference}x") is not None:
            self.invitations.append(xml.find("{jabber:x:conference}x").get("jid"))
        elif xml.find("{urn:xmpp:mam:2}result") is not None:
            self.read += [body.text for body in xml.iter("{jabber:client}body")]
        elif message["body"]:
            self.heard.append(message["body"])

    def _answer(self, answer):
        if answer["type"] in ("result", "error"):
            is_error = answer["type"] == "error"
            self.answers[answer["id"]] = (_sentence(answer.xml) if is_error else None,)
        elif answer.xml.find("{urn:xmpp:jingle:1}jingle") is not None:
            self.client.send_raw(f'<iq to="{answer["from"]}" type="result" id="{answer["id"]}"/>')

    def _presence(self, presence):
        sender = presence["from"].bare
        if presence["type"] == "error":
            self.errors[sender] = _sentence(presence.xml)
        elif presence["type"] in ("subscribe", "subscribed", "unsubscribed"):
            self.subscriptions[sender] = presence["type"]
        statuses = presence.xml.findall(
            "{http://jabber.org/protocol/muc#user}x/{http://jabber.org/protocol/muc#user}status")
        if any(status.get("code") == "110" for status in statuses):
            self.rooms[sender] = presence["type"]

    def send(self, xml):
        async def write():
            self.client.send_raw(xml)
        self.loop.run(write())

    def say(self, to, text, kind="chat", extra=""):
        """Writes to an address and returns the number of the message."""
        number = secrets.token_hex(8)
        body = f"<body>{text}</body>" if text else ""
        self.send(f'<message to="{to}" type="{kind}" id="{number}">{body}{extra}</message>')
        return number

    def request(self, to, kind, payload):
        """Asks an address for something: what an error says, or nothing."""
        number = secrets.token_hex(8)
        self.send(f'<iq to="{to}" type="{kind}" id="{number}">{payload}</iq>')
        return wait_until(lambda: self.answers.get(number), 20, f"{to} answers {self.id}")[0]

    def configure(self, room, **fields):
        """Changes settings of a room: what an error says, or nothing."""
        values = {"FORM_TYPE": "http://jabber.org/protocol/muc#roomconfig",
                  **{f"muc#roomconfig_{name}": value for name, value in fields.items()}}
        form = "".join(f'<field var="{name}"><value>{value}</value></field>' for name, value in values.items())
        return self.request(room, "set", '<query xmlns="http://jabber.org/protocol/muc#owner">'
                            f'<x xmlns="jabber:x:data" type="submit">{form}</x></query>')

    def leave(self, room):
        name = self.id.split("@")[0]
        self.send(f'<presence to="{room}/{name}" type="unavailable"/>')
        wait_until(lambda: self.rooms.get(room) == "unavailable", 20, f"{self.id} leaves {room}")

    def refusal(self, other, address=None):
        """Writes to somebody, maybe by another address: what an error says, or nothing when it arrives."""
        text = secrets.token_hex(8)
        number = self.say(address or other.id, text)
        wait_until(lambda: number in self.errors or text in other.heard, 20, f"{self.id} to {other.id}")
        return self.errors.get(number)

    def refusal_in(self, room, *others):
        """Says something in a room: what an error says, or nothing when everybody there heard it."""
        text = secrets.token_hex(8)
        number = self.say(room, text, "groupchat")
        wait_until(lambda: number in self.errors or all(text in one.heard for one in others), 20,
                   f"{self.id} says something in {room}")
        return self.errors.get(number)

    def add(self, other):
        """Asks to see somebody's presence: what an error says, or nothing when they are asked."""
        self.errors.pop(other.id, None)
        other.subscriptions.pop(self.id, None)
        self.send(f'<presence to="{other.id}" type="subscribe"/>')
        wait_until(lambda: other.id in self.errors or other.subscriptions.get(self.id) == "subscribe", 20,
                   f"{self.id} adds {other.id}")
        return self.errors.get(other.id)

    def join(self, room):
        """Comes into a room: what an error says, or nothing when inside."""
        self.errors.pop(room, None)
        self.rooms.pop(room, None)
        name = self.id.split("@")[0]
        self.send(f'<presence to="{room}/{name}"><x xmlns="http://jabber.org/protocol/muc"/></presence>')
        wait_until(lambda: room in self.errors or room in self.rooms, 20, f"{self.id} joins {room}")
        return self.errors.get(room)

    def invite(self, room, other, direct=False):
        """Invites somebody, through the room or directly: what an error says, or nothing when it arrives."""
        other.invitations.clear()
        if direct:
            number = self.say(other.id, "", "normal", f'<x xmlns="jabber:x:conference" jid="{room}"/>')
        else:
            invite = f'<x xmlns="http://jabber.org/protocol/muc#user"><invite to="{other.id}"/></x>'
            number = self.say(room, "", "normal", invite)
        wait_until(lambda: number in self.errors or room in other.invitations, 20, f"{self.id} invites {other.id}")
        return self.errors.get(number)


def _sentence(xml):
    text = xml.find(".//{urn:ietf:params:xml:ns:xmpp-stanzas}text")
    return (text.text if text is not None else None) or "(no text)"
