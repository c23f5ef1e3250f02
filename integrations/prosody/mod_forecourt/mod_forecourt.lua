-- Asks Forecourt before people write to, add or join each other across organizations.

local paths = require "util.paths";
local monotonic = require "util.time".monotonic;

local asking_lib = module:require "asking";
local client = module:require "client";
local door = module:require "door";

-- Before anything is kept, copied or sent, and after people's own lists of whom they block.
local priority = 50;

local function number(config, name, default)
	local value = config[name];
	if value == nil then
		return default;
	end
	return type(value) == "number" and value > 0 and value or nil;
end

-- The configuration as checked, or what is wrong with it.
local function read_config()
	local config = module:get_option("forecourt");
	if type(config) ~= "table" then
		return nil, "`forecourt` is a table with `url` and `token_file`";
	end
	local url = type(config.url) == "string" and config.url:gsub("/+$", "") or "";
	if not url:match("^https?://.") then
		return nil, "`url` is the address of Forecourt, such as http://127.0.0.1:8080";
	end
	local fail_mode = config.fail_mode or "closed";
	if fail_mode ~= "open" and fail_mode ~= "closed" then
		return nil, "`fail_mode` is open or closed";
	end
	if type(config.token_file) ~= "string" then
		return nil, "`token_file` is the file with the access token";
	end
	local timeout, cache = number(config, "timeout_ms", 250), number(config, "cache_seconds", 1);
	if not timeout or not cache then
		return nil, "`timeout_ms` and `cache_seconds` are numbers above zero";
	end
	local path = paths.resolve_relative_path(prosody.paths.config or ".", config.token_file);
	local file, problem = io.open(path);
	if not file then
		return nil, "the token file cannot be read: " .. problem;
	end
	local token = file:read("*a"):match("^%s*(.-)%s*$");
	file:close();
	return { url = url, token = token, fail_mode = fail_mode, timeout = timeout / 1000, cache_seconds = cache };
end

local config, problem = read_config();
if not config then
	module:log("error", "Forecourt is not asked, and everything between organizations is refused: %s", problem);
	config = { fail_mode = "closed", cache_seconds = 1 };
end

local function post(...)
	if problem then
		local _, done = ...;
		return done(problem);
	end
	return client.new(config.url .. "/api/v1/decisions", config.token, config.fail_mode, config.timeout)(...);
end

local asking = asking_lib.new {
	post = post;
	now = monotonic;
	note = function (text) module:log("warn", "%s", text); end;
	fail_open = config.fail_mode == "open";
	cache_seconds = config.cache_seconds;
};

local function ask_before(events, find, is_outgoing)
	for _, event in ipairs(events) do
		module:hook(event, door.handler(asking, find, is_outgoing), priority);
	end
end

if module:get_host_type() == "component" then
	local rooms = module:require "rooms";
	local occupants = module:require "occupants";
	ask_before({ "presence/full" }, rooms.presence_to_occupant);
	ask_before({ "iq/bare" }, rooms.request_to_room);
	ask_before({ "message/bare" }, rooms.message_to_room);
	ask_before({ "iq/full" }, occupants.request_to_occupant);
	ask_before({ "message/full" }, occupants.message_to_occupant);
	module:hook("muc-occupant-joined", rooms.remember);
else
	local chats = module:require "chats";
	ask_before({ "pre-message/bare", "pre-message/full", "pre-message/host" }, chats.message_out, true);
	ask_before({ "pre-presence/bare", "pre-presence/full", "pre-presence/host" }, chats.presence_out, true);
	ask_before({ "pre-iq/bare", "pre-iq/full", "pre-iq/host" }, chats.request_out, true);
	ask_before({ "message/bare", "message/full" }, chats.message_in);
	ask_before({ "presence/bare", "presence/full" }, chats.presence_in);
	ask_before({ "iq/bare", "iq/full" }, chats.request_in);
end
