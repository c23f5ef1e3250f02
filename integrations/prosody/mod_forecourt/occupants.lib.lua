-- What is asked about stanzas between two people in a room of this host: between those two it is like any other chat.

local jid_bare = require "util.jid".bare;
local jid_prep = require "util.jid".prep;

local people = module:require "people";
local begun = module:require "begun";
local chats = module:require "chats";

local xmlns_muc_user = "http://jabber.org/protocol/muc#user";

-- What `from` does to `to`, both without resource; `first`, where they have no conversation. `speaks`: they are to read
-- something.
local function between(from, to, first, speaks)
	if not people.crosses { from, to } then
		return nil;
	end
	local ours, other = from, to;
	if people.is_ours(to) then
		ours, other = to, from;
	end
	local action = begun.is_begun(ours, other) and "send" or first;
	local asked = { action = action, initiator = from, counterparts = { to } };
	if ours == from and speaks then
		asked.allowed = function () begun.begin(ours, other); end;
	end
	return asked;
end

-- Who is behind an address in the room.
local function occupant_of(stanza)
	local room = people.room_of(stanza.attr.to);
	local occupant = room and room:get_occupant_by_nick(stanza.attr.to);
	return occupant and occupant.bare_jid;
end

-- A message to one person in the room.
local function message_to_occupant(stanza)
	local to = occupant_of(stanza);
	if not to or stanza.attr.type == "error" then
		return nil;
	end
	return between(people.bare(stanza.attr.from), to, "start_chat", people.speaks(stanza));
end

-- A request to one person in the room.
local function request_to_occupant(stanza)
	local to, first = occupant_of(stanza), chats.first_of_request(stanza);
	return to and first and between(people.bare(stanza.attr.from), to, first, false) or nil;
end

-- Those to whom a room shall pass on what a message asks it to: an “invite”, or the answer to one, a “decline”.
local function addressed(room, stanza, name)
	local x, found = stanza:get_child("x", xmlns_muc_user), {};
	for child in x and x:childtags(name) or function () end do
		local address = jid_prep(child.attr.to);
		local occupant = address and jid_bare(address) == room.jid and room:get_occupant_by_nick(address);
		found[#found + 1] = occupant and occupant.bare_jid or address and people.bare(address);
	end
	return found;
end

return {
	addressed = addressed;
	between = between;
	message_to_occupant = message_to_occupant;
	request_to_occupant = request_to_occupant;
};
