-- What is asked about stanzas between people of this host and people outside.

local jid_host = require "util.jid".host;
local jid_prep = require "util.jid".prep;

local people = module:require "people";
local begun = module:require "begun";

local xmlns_muc = "http://jabber.org/protocol/muc";
local xmlns_muc_user = "http://jabber.org/protocol/muc#user";
local xmlns_conference = "jabber:x:conference";

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
		members = members;
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

-- Who invites through a room outside. A server can speak for its own people only: any other name is a claim.
local function inviter(stanza, room)
	local claimed = mediated(stanza, "from")[1];
	local host = claimed and jid_host(claimed);
	local room_host = jid_host(room);
	if host and (host == room_host or room_host:sub(-#host - 1) == "." .. host) then
		return claimed;
	end
	return room;
end

-- A message from outside to one of our people.
local function message_in(stanza)
	local from, to = people.bare(stanza.attr.from), people.bare(stanza.attr.to);
	local _, is_invitation = mediated(stanza, "from");
	if is_invitation then
		return invitation(stanza, inviter(stanza, from), to, from);
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
};
