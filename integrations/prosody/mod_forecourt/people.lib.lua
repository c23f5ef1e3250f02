-- Who is ours, and what a message carries.

local jid_bare = require "util.jid".bare;
local jid_host = require "util.jid".host;
local jid_node = require "util.jid".node;

local hosts = prosody.hosts;

-- How many others are named in a question, and how many of them are kept for people of ours, where there are that many.
local named_at_most, named_of_ours = 150, 50;

-- What can be read, also when it is encrypted.
local spoken = {
	{ "body" };
	{ "subject" };
	{ "encrypted", "eu.siacs.conversations.axolotl" };
	{ "encrypted", "urn:xmpp:omemo:2" };
	{ "openpgp", "urn:xmpp:openpgp:0" };
	{ "x", "jabber:x:encrypted" };
};

local function is_ours(address)
	return hosts[jid_host(address)] ~= nil;
end

-- Whether somebody is ours and somebody is not: everything else is nobody's business here.
local function crosses(...)
	local some, other = false, false;
	for _, list in ipairs { ... } do
		for _, address in ipairs(list) do
			if is_ours(address) then
				some = true;
			else
				other = true;
			end
		end
	end
	return some and other;
end

-- The address without its resource. A server that speaks for itself has no name in front, but may hide a person.
local function bare(address)
	local found = jid_bare(address);
	return jid_node(found) and found or "_@" .. found;
end

-- Whether somebody can read something in it: typing and receipts say nothing.
local function speaks(stanza)
	for _, child in ipairs(spoken) do
		if stanza:get_child(child[1], child[2]) then
			return true;
		end
	end
	return false;
end

-- Everybody in a room but those of the list, without resource.
local function others_in(room, ...)
	local others, seen = {}, {};
	for _, address in ipairs { ... } do
		seen[address] = true;
	end
	for _, occupant in room:each_occupant() do
		local address = occupant.bare_jid;
		if not seen[address] then
			seen[address] = true;
			others[#others + 1] = address;
		end
	end
	return others;
end

-- Those of whom a question speaks. It has room for so many only, so those outside come first: they are few in most
-- rooms, and one whom nobody sees is one about whom nobody is asked.
local function named(list)
	local ours, found = {}, {};
	for _, address in ipairs(list) do
		if is_ours(address) then
			ours[#ours + 1] = address;
		end
	end
	local theirs_at_most = named_at_most - math.min(#ours, named_of_ours);
	for _, address in ipairs(list) do
		if #found < theirs_at_most and not is_ours(address) then
			found[#found + 1] = address;
		end
	end
	for _, address in ipairs(ours) do
		if #found < named_at_most then
			found[#found + 1] = address;
		end
	end
	return found;
end

-- A room of this server, if it is one.
local function room_of(address)
	local host = hosts[jid_host(address)];
	local muc = host and host.modules and host.modules.muc;
	return muc and muc.get_room_from_jid(jid_bare(address)) or nil;
end

return {
	is_ours = is_ours, crosses = crosses, bare = bare, speaks = speaks, others_in = others_in,
	named = named, room_of = room_of;
};
