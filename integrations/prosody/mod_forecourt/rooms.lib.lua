-- What is asked about stanzas to the rooms of this host.

local jid_node = require "util.jid".node;

local people = module:require "people";
local occupants = module:require "occupants";

local unpack = table.unpack or unpack; -- luacheck: ignore 113

local xmlns_muc_owner = "http://jabber.org/protocol/muc#owner";
local xmlns_disco_info = "http://jabber.org/protocol/disco#info";

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

-- Writes down in a room that one of ours was there: the last who came, but the first is what a restart leaves. More
-- often it is not saved, for every arrival would write the room.
local function remember(event)
	local room, address = event.room, event.occupant.bare_jid;
	if people.is_ours(address) then
		local is_first = not room._data.forecourt_was_here;
		room._data.forecourt_was_here = address;
		if is_first then
			room:save(true);
		end
	end
end

-- People of ours to whom a room belongs while none of them is there: those with the most to say in it, or otherwise
-- the last who was there. Nobody, when it never had any of ours.
local function absent(room)
	for _, affiliation in ipairs { "owner", "admin", "member" } do
		local found = {};
		for address in room:each_affiliation(affiliation) do
			if jid_node(address) and people.is_ours(address) then
				found[#found + 1] = address;
			end
		end
		if found[1] then
			return found;
		end
	end
	return { room._data.forecourt_was_here };
end

-- Whom it concerns when somebody comes into a room or speaks in it, if anybody: those who are there. A room keeps what
-- is said, so people of ours need not be there to be read, or to read it later.
local function concerned(room, from)
	local others = people.others_in(room, from);
	if not people.is_ours(from) and not people.crosses({ from }, others) then
		for _, address in ipairs(absent(room)) do
			others[#others + 1] = address;
		end
	end
	return people.crosses({ from }, others) and people.named(others) or nil;
end

local function speaking(room, from)
	local others = concerned(room, from);
	return others and { action = "send", initiator = from, counterparts = others };
end

local function coming(room, from)
	local others = concerned(room, from);
	return others and { action = "join", initiator = from, counterparts = others, started_by = owner(room) };
end

-- Coming into a room.
local function presence_to_occupant(stanza)
	local room = people.room_of(stanza.attr.to);
	if stanza.attr.type or not room or room:get_occupant_by_real_jid(stanza.attr.from) then
		return nil;
	end
	return coming(room, people.bare(stanza.attr.from));
end

-- A request to a room. Whoever is not there and wants to read what was said comes in, in a way; only what a room says
-- of itself to those who look for it is open. Whoever is there may read. How a room is called is read by everybody.
local function request_to_room(stanza)
	local kind, from = stanza.attr.type, people.bare(stanza.attr.from);
	local room = (kind == "get" or kind == "set") and people.room_of(stanza.attr.to);
	if not room then
		return nil;
	elseif not room:get_occupant_by_real_jid(stanza.attr.from) then
		local is_look = kind == "get" and stanza:get_child("query", xmlns_disco_info);
		return not is_look and coming(room, from) or nil;
	end
	local is_naming = kind == "set" and stanza:get_child("query", xmlns_muc_owner);
	-- People of ours close their rooms with the same request.
	return is_naming and not people.is_ours(from) and speaking(room, from) or nil;
end

local function invitation(room, from, invited)
	local others = people.others_in(room, from, unpack(invited));
	if not people.crosses({ from }, invited, others) then
		return nil;
	end
	local action = others[1] and "add_to_chat" or "start_chat";
	return { action = action, initiator = from, counterparts = invited, members = people.named(others) };
end

-- Something said in a room, or an invitation that the room shall send, or the answer to one.
local function message_to_room(stanza)
	local room = people.room_of(stanza.attr.to);
	if not room or stanza.attr.type == "error" then
		return nil;
	end
	local from = people.bare(stanza.attr.from);
	if stanza.attr.type == "groupchat" then
		return speaking(room, from);
	end
	local invited, declined = occupants.addressed(room, stanza, "invite"), occupants.addressed(room, stanza, "decline");
	if not invited[1] then
		return declined[1] and occupants.between(from, declined[1], "start_chat", false);
	end
	-- Which one the room passes on, it decides.
	for _, address in ipairs(declined) do
		invited[#invited + 1] = address;
	end
	return invitation(room, from, invited);
end

return {
	remember = remember;
	presence_to_occupant = presence_to_occupant;
	request_to_room = request_to_room;
	message_to_room = message_to_room;
};
