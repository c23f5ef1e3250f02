-- What is asked about stanzas to the rooms of this host.

local jid_prep = require "util.jid".prep;

local people = module:require "people";
local begun = module:require "begun";

local unpack = table.unpack or unpack; -- luacheck: ignore 113

local xmlns_muc_user = "http://jabber.org/protocol/muc#user";

-- Who began a room: nobody writes it down, so it is an owner, and one from outside before one of ours.
local function owner(room)
	local found;
	for address, affiliation in room:each_affiliation() do
		if affiliation == "owner" and (not found or not people.is_ours(address)) then
			found = address;
		end
	end
	return found;
end

-- Coming into a room.
local function presence_to_occupant(stanza)
	if stanza.attr.type then
		return nil;
	end
	local room = people.room_of(stanza.attr.to);
	if not room or room:get_occupant_by_real_jid(stanza.attr.from) then
		return nil;
	end
	local from = people.bare(stanza.attr.from);
	local others = people.others_in(room, from);
	if not people.crosses({ from }, others) then
		return nil;
	end
	return { action = "join", initiator = from, counterparts = others, started_by = owner(room) };
end

local function invitation(room, from, invited)
	local others = people.others_in(room, from, unpack(invited));
	if not people.crosses({ from }, invited, others) then
		return nil;
	end
	local action = others[1] and "add_to_chat" or "start_chat";
	return { action = action, initiator = from, counterparts = invited, members = others };
end

-- Something said in a room, or an invitation that the room shall send.
local function message_to_room(stanza)
	local room = people.room_of(stanza.attr.to);
	if not room or stanza.attr.type == "error" then
		return nil;
	end
	local from = people.bare(stanza.attr.from);
	local x = stanza:get_child("x", xmlns_muc_user);
	local invited = {};
	for invite in x and x:childtags("invite") or function () end do
		local address = jid_prep(invite.attr.to);
		invited[#invited + 1] = address and people.bare(address);
	end
	if invited[1] then
		return invitation(room, from, invited);
	end
	local others = people.others_in(room, from);
	if stanza.attr.type ~= "groupchat" or not people.crosses({ from }, others) then
		return nil;
	end
	return { action = "send", initiator = from, counterparts = others };
end

-- A message to one person in the room: between those two it is like any other.
local function message_to_occupant(stanza)
	local room = people.room_of(stanza.attr.to);
	local occupant = room and room:get_occupant_by_nick(stanza.attr.to);
	if not occupant or stanza.attr.type == "error" then
		return nil;
	end
	local from, to = people.bare(stanza.attr.from), occupant.bare_jid;
	if not people.crosses { from, to } then
		return nil;
	end
	local ours, other = from, to;
	if people.is_ours(to) then
		ours, other = to, from;
	end
	local asked = {
		action = begun.is_begun(ours, other) and "send" or "start_chat", initiator = from, counterparts = { to };
	};
	if ours == from and people.speaks(stanza) then
		asked.allowed = function () begun.begin(ours, other); end;
	end
	return asked;
end

return {
	presence_to_occupant = presence_to_occupant;
	message_to_room = message_to_room;
	message_to_occupant = message_to_occupant;
};
