-- What is asked about stanzas between people of this host and people outside.

local jid_host = require "util.jid".host;
local jid_prep = require "util.jid".prep;

local people = module:require "people";
local begun = module:require "begun";

local xmlns_muc = "http://jabber.org/protocol/muc";
local xmlns_muc_user = "http://jabber.org/protocol/muc#user";
local xmlns_conference = "jabber:x:conference";
local xmlns_jingle = "urn:xmpp:jingle:1";

-- What somebody says about themselves, for others to read.
local cards = {
	{ "vCard", "vcard-temp" };
	{ "vcard", "urn:ietf:params:xml:ns:vcard-4.0" };
	{ "pubsub", "http://jabber.org/protocol/pubsub" };
};

-- The answer to `first` counts for a conversation that does not exist yet.
local function question(stanza, ours, other, first, initiator, counterpart)
	return {
		action = begun.is_begun(ours, other) and "send" or first;
		initiator = initiator;
		counterparts = { counterpart };
		language = stanza.attr["xml:lang"];
	};
end

-- An invitation from one to another into a room that `address` names: who is in it is known only of our own rooms.
local function invitation(stanza, from, to, address)
	local room = people.room_of(address);
	local members = room and people.others_in(room, from, to) or {};
	return {
		action = members[1] and "add_to_chat" or "start_chat";
		initiator = from;
		counterparts = { to };
		members = people.named(members);
		language = stanza.attr["xml:lang"];
	};
end

-- The room that a message invites into from person to person.
local function direct_invitation(stanza)
	local x = stanza:get_child("x", xmlns_conference);
	return x and jid_prep(x.attr.jid);
end

-- Those whom a message asks a room to invite, or with `attribute` “from” those who did.
local function mediated(stanza, attribute)
	local x, found = stanza:get_child("x", xmlns_muc_user), {};
	for invite in x and x:childtags("invite") or function () end do
		local address = jid_prep(invite.attr[attribute]);
		if address then
			found[#found + 1] = people.bare(address);
		end
	end
	return found, x and x:get_child("invite") ~= nil;
end

-- A message of one of our people to somebody outside.
local function message_out(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	local invited, is_invitation = mediated(stanza, "to");
	if is_invitation then
		table.insert(invited, 1, to);
		return { action = "start_chat", initiator = from, counterparts = invited };
	end
	local room = direct_invitation(stanza);
	if room then
		return invitation(stanza, from, to, room);
	end
	local asked = question(stanza, from, to, "start_chat", from, to);
	if people.speaks(stanza) then
		asked.allowed = function () begun.begin(from, to); end;
	end
	return asked;
end

-- Who invites through a room outside. Whoever sends it may write any name there. A server that has rooms is named below
-- the one that has the people, as rooms.example.org is, so it is believed about those; but never that it is not there.
local function invitation_of_room(stanza, room, to)
	local claimed, room_host = mediated(stanza, "from")[1], jid_host(room);
	local host = claimed and jid_host(claimed);
	local is_below = host and room_host:sub(-#host - 1) == "." .. host;
	return {
		action = "start_chat";
		initiator = is_below and claimed or room;
		counterparts = { to };
		members = is_below and { room } or nil;
		language = stanza.attr["xml:lang"];
	};
end

-- A message from outside to one of our people.
local function message_in(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	local _, is_invitation = mediated(stanza, "from");
	if is_invitation then
		return invitation_of_room(stanza, from, to);
	end
	local room = direct_invitation(stanza);
	if room then
		return invitation(stanza, from, to, room);
	end
	return question(stanza, to, from, "start_chat", from, to);
end

-- A wish to see somebody's presence, and the answer that they may.
local function subscription(stanza, ours, theirs, from, to)
	if stanza.attr.type == "subscribe" then
		return question(stanza, ours, theirs, "start_chat", from, to);
	elseif stanza.attr.type == "subscribed" then
		return question(stanza, ours, theirs, "send", from, to);
	end
end

-- Presence of one of our people to somebody outside: asking to see theirs, showing one's own, coming into a room.
local function presence_out(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	if not stanza.attr.type and stanza:get_child("x", xmlns_muc) then
		local asked = question(stanza, from, to, "join", from, to);
		asked.started_by = asked.action == "join" and to or nil;
		asked.allowed = function () begun.begin(from, to); end;
		return asked;
	end
	return subscription(stanza, from, to, from, to);
end

-- Presence from outside to one of our people.
local function presence_in(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	return subscription(stanza, to, from, from, to);
end

-- What a request comes to where there is no conversation yet: a call, a file, anything that does something to somebody is
-- like a first message, and reading their card is looking them up. To end a call stays possible.
local function first_of_request(stanza)
	if stanza.attr.type == "set" then
		local jingle = stanza:get_child("jingle", xmlns_jingle);
		return not (jingle and jingle.attr.action == "session-terminate") and "start_chat" or nil;
	elseif stanza.attr.type == "get" then
		for _, card in ipairs(cards) do
			if stanza:get_child(card[1], card[2]) then
				return "discover";
			end
		end
	end
end

-- A request of one of our people to somebody outside, or to a room there.
local function request_out(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	local first = first_of_request(stanza);
	return first and question(stanza, from, to, first, from, to);
end

-- A request from outside to one of our people.
local function request_in(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	local first = first_of_request(stanza);
	return first and question(stanza, to, from, first, from, to);
end

-- `find` for stanzas that cross the border: nothing is asked about others, nor about errors.
local function at_the_border(find)
	return function (stanza)
		local from, to = stanza.attr.from, stanza.attr.to;
		if not from or not to or stanza.attr.type == "error" or not people.crosses { from, to } then
			return nil;
		end
		return find(stanza);
	end;
end

return {
	message_out = at_the_border(message_out);
	message_in = at_the_border(message_in);
	presence_out = at_the_border(presence_out);
	presence_in = at_the_border(presence_in);
	request_out = at_the_border(request_out);
	request_in = at_the_border(request_in);
	first_of_request = first_of_request;
};
