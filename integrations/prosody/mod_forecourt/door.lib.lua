-- Where stanzas wait for their answer. Only what is asked about waits, never Prosody: what belongs to a session waits
-- in the session's own thread, so its order stays; everything else is put aside and comes again.

local async = require "util.async";
local jid_resource = require "util.jid".resource;
local st = require "util.stanza";

local people = module:require "people";

-- Stanzas that were put aside and may pass now.
local passing = setmetatable({}, { __mode = "k" });

-- Whether the answer can be waited for here. Prosody sends requests to see somebody's presence again while it walks
-- through a list of contacts, which must not change meanwhile; those carry no resource.
local function can_wait(stanza)
	local is_again = stanza.name == "presence" and stanza.attr.type and not jid_resource(stanza.attr.from);
	return async.ready() and not is_again;
end

-- Whether somebody has to be told: not what said nothing, and not a room outside, which would put our person out.
local function is_answered(stanza)
	local kind = stanza.attr.type;
	if stanza.name ~= "message" then
		return true;
	end
	local is_from_room = kind == "groupchat" and not people.is_ours(stanza.attr.from);
	local has_room = is_from_room and people.room_of(stanza.attr.to) ~= nil;
	local has_invitation = stanza:get_child("x", "jabber:x:conference")
		or stanza:get_child("x", "http://jabber.org/protocol/muc#user");
	return kind ~= "headline" and (not is_from_room or has_room)
		and (people.speaks(stanza) or has_invitation ~= nil or kind == "groupchat");
end

local function refuse(origin, stanza, answer)
	if not is_answered(stanza) then
		return;
	end
	local text = answer.message;
	if answer.request_url then
		text = text .. " " .. answer.request_url;
	end
	local kind, condition = "auth", "forbidden";
	if not answer.is_answered then
		kind, condition = "wait", "resource-constraint";
	end
	local reply = st.error_reply(stanza, kind, condition, text, module.host);
	if origin.destroyed then
		module:send(reply);
	else
		origin.send(reply);
	end
end

-- What becomes of a stanza whose answer is here: `nil` lets it go on where it is, `true` ends it there.
local function finish(event, question, answer)
	local origin, stanza = event.origin, event.stanza;
	if not answer.allowed then
		module:log("info", "%s by %s is refused: %s", question.action, question.initiator, answer.message);
		refuse(origin, stanza, answer);
		return true;
	end
	if question.allowed then
		question.allowed();
	end
	if origin.destroyed then
		-- The session ended meanwhile. What it said is still delivered; that it was here is not.
		if stanza.name == "message" then
			passing[stanza] = true;
			module:send(stanza);
		end
		return true;
	end
	return nil;
end

local function put_aside(asking, event, question, is_outgoing)
	local answer, held;
	asking:ask(question, function (given)
		answer = given;
		if held and finish(held, question, given) == nil then
			passing[held.stanza] = true;
			prosody.core_post_stanza(held.origin, held.stanza, is_outgoing);
		end
	end);
	if answer then
		return finish(event, question, answer);
	end
	held = { origin = event.origin, stanza = st.clone(event.stanza) };
	return true;
end

-- A handler of Prosody that asks what `find` makes of a stanza. `is_outgoing`: the handler is one of those before a
-- stanza of our people is looked at by anything else.
local function handler(asking, find, is_outgoing)
	return function (event)
		local stanza = event.stanza;
		local question = not passing[stanza] and find(stanza);
		if not question then
			return nil;
		end
		if not can_wait(stanza) then
			return put_aside(asking, event, question, is_outgoing);
		end
		local answer;
		local wait, done = async.waiter();
		asking:ask(question, function (given)
			answer = given;
			done();
		end);
		wait();
		return finish(event, question, answer);
	end;
end

return { handler = handler };
