-- Asking Forecourt: a short patience, answers kept for a moment, and a rest after faults in a row.
--
-- Knows nothing of Prosody, so that it can be tested with a clock and a Forecourt that a test plays.

local concat, ipairs, pairs = table.concat, ipairs, pairs;

-- How many faults in a row end the asking for a while, and for how many seconds.
local faults_in_a_row = 5;
local rest = 5;

-- How many answers are kept at most.
local kept_at_most = 10000;

local no_answer = "Nobody can check whether this is allowed at the moment. Try again in a minute.";

-- The fault of a question, not of Forecourt.
local unreadable = "unreadable";

local methods = {};
methods.__index = methods;

-- A text that is the same for the same question.
local function key_of(question)
	local conversation = concat(question.members or {}, "\1") .. "\0" .. (question.started_by or "");
	local people = question.initiator .. "\0" .. concat(question.counterparts, "\1");
	return concat({ question.action, people, conversation, question.language or "" }, "\0");
end

local function jid(address)
	return { kind = "jid", id = address };
end

local function jids(addresses)
	local list = {};
	for index, address in ipairs(addresses) do
		list[index] = jid(address);
	end
	return list;
end

-- The question as Forecourt reads it.
local function body_of(question)
	local body = {
		action = question.action;
		initiator = jid(question.initiator);
		counterparts = jids(question.counterparts);
		language = question.language;
	};
	local members = question.members or {};
	if members[1] or question.started_by then
		body.conversation = {
			members = members[1] and jids(members) or nil;
			started_by = question.started_by and jid(question.started_by);
		};
	end
	return body;
end

-- Asks, or finds the answer among those that are kept. `question` has `action`, `initiator`, `counterparts` and maybe
-- `members`, `started_by` and `language`. `done` gets the answer, at once or later: `allowed`, and when it is not
-- allowed the `message` and maybe a `request_url`; `is_answered` is false when the fail mode spoke.
function methods:ask(question, done)
	local key, now = key_of(question), self.now();
	local kept = self.kept[key];
	if kept and now < kept.ends then
		return done(kept.answer);
	end
	local waiting = self.asked[key];
	if waiting then
		-- The same question is on its way: one answer for all, in the order in which they came.
		waiting[#waiting + 1] = done;
		return;
	end
	if now < self.rests_until then
		return done(self:without_answer());
	end
	self.asked[key] = { done };
	self.post(body_of(question), function (fault, body)
		self:answered(key, fault, body);
	end);
end

function methods:answered(key, fault, body)
	local answer, seconds;
	if not fault then
		fault, answer, seconds = self:read(body);
	end
	if fault == unreadable then
		-- Forecourt works. Otherwise strange addresses could make it look as if it did not.
		self.note("Forecourt cannot read a question and it is refused: " .. tostring(body));
		answer = { allowed = false, is_answered = true, message = "This is not allowed." };
	elseif fault then
		self:note_fault(fault);
		answer = self:without_answer();
	else
		self.faults = 0;
		self:keep(key, answer, seconds);
	end
	local waiting = self.asked[key];
	self.asked[key] = nil;
	for _, done in ipairs(waiting) do
		-- What goes wrong with one must not leave the others waiting.
		local is_done, problem = pcall(done, answer);
		if not is_done then
			self.note("An answer could not be acted on: " .. tostring(problem));
		end
	end
end

function methods:keep(key, answer, seconds)
	if self.count >= kept_at_most then
		self.kept, self.count = {}, 0;
	end
	if not self.kept[key] then
		self.count = self.count + 1;
	end
	self.kept[key] = { ends = self.now() + seconds; answer = answer };
end

-- The fault if there is one, the answer, and for how many seconds it may be kept.
function methods:read(body)
	if type(body) ~= "table" then
		return "the answer is not a document";
	end
	local decision = body.decision;
	if decision ~= "allow" and decision ~= "deny" then
		return "the decision " .. tostring(decision) .. " is unknown";
	end
	local revision = tonumber(body.revision) or 0;
	if revision > self.revision then
		-- Something has changed, so what was said before may not hold.
		self.kept, self.count, self.revision = {}, 0, revision;
	end
	local seconds = math.min(self.cache_seconds, tonumber(body.ttl) or self.cache_seconds);
	return nil, {
		allowed = decision == "allow";
		is_answered = true;
		message = body.message or "This is not allowed.";
		request_url = body.request_url;
	}, seconds;
end

function methods:note_fault(fault)
	self.faults = self.faults + 1;
	local mode = self.fail_open and "allowed" or "refused";
	self.note("Forecourt did not answer (" .. tostring(fault) .. "); it is " .. mode .. " by the fail mode");
	if self.faults >= faults_in_a_row then
		self.faults = 0;
		self.rests_until = self.now() + rest;
		self.note(faults_in_a_row .. " faults in a row: Forecourt is not asked for " .. rest .. " seconds");
	end
end

function methods:without_answer()
	return { allowed = self.fail_open, is_answered = false, message = no_answer };
end

-- `options`: `post(body, done)` sends a question and calls `done(fault, answer)` once, or `done("unreadable", reason)` when
-- the question is at fault; `now()` gives seconds, `note(text)` is told of every fault; `fail_open`; `cache_seconds`.
local function new(options)
	local asking = {
		kept = {}, count = 0, asked = {}, revision = 0, faults = 0, rests_until = 0;
	};
	for name, value in pairs(options) do
		asking[name] = value;
	end
	return setmetatable(asking, methods);
end

return { new = new, faults_in_a_row = faults_in_a_row, rest = rest };
