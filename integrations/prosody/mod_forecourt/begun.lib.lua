-- Which conversations exist. XMPP has no stanza that begins one, so it is this: one of our people has written to the
-- other, has added or accepted them, or has been in their room. What only somebody outside has sent begins nothing.

local cache = require "util.cache";
local rostermanager = require "core.rostermanager";
local storagemanager = require "core.storagemanager";
local jid_split = require "util.jid".split;

-- How many conversations are remembered without looking into the storage.
local remembered = cache.new(10000);

local stores = {};

local function store_of(host)
	local store = stores[host];
	if not store then
		store = storagemanager.open(host, "forecourt", "map");
		stores[host] = store;
	end
	return store;
end

local function is_contact(user, host, other)
	local roster = rostermanager.load_roster(user, host);
	local item = roster and roster[other];
	return item and (item.subscription ~= "none" or item.ask ~= nil);
end

-- Whether `ours` and `other`, both without resource, have a conversation.
local function is_begun(ours, other)
	local user, host = jid_split(ours);
	if not user then
		return false;
	end
	local key = ours .. "\0" .. other;
	if remembered:get(key) then
		return true;
	end
	if store_of(host):get(user, other) then
		remembered:set(key, true);
		return true;
	end
	return is_contact(user, host, other) or false;
end

-- Writes down that `ours` has begun or joined a conversation with `other`.
local function begin(ours, other)
	local user, host = jid_split(ours);
	local key = ours .. "\0" .. other;
	if not user or remembered:get(key) then
		return;
	end
	local store = store_of(host);
	if not store:get(user, other) then
		local is_stored, problem = store:set(user, other, true);
		if not is_stored then
			module:log("warn", "The conversation of %s with %s could not be written down: %s", ours, other, problem);
		end
	end
	remembered:set(key, true);
end

return { is_begun = is_begun, begin = begin };
