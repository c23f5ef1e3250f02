-- Asking Forecourt, with a clock and a Forecourt that the test plays. Prints the name of each test that passed.

local asking_lib = dofile(arg[1]);

local function play(fail_open)
	local played = { now = 0, asked = 0, notes = {}, answer = { decision = "allow", revision = 1 } };
	played.asking = asking_lib.new {
		post = function (body, done)
			played.asked = played.asked + 1;
			played.body = body;
			if played.holds then
				played.release = function () done(played.fault, played.answer); end;
			else
				done(played.fault, played.answer);
			end
		end;
		now = function () return played.now; end;
		note = function (text) table.insert(played.notes, text); end;
		fail_open = fail_open or false;
		cache_seconds = 1;
	};
	function played.ask(who)
		local given;
		local question = { action = "send", initiator = who or "a@b", counterparts = { "c@d" } };
		played.asking:ask(question, function (answer) given = answer; end);
		return given;
	end
	return played;
end

local tests = {};

function tests.an_answer_is_kept_for_a_moment()
	local played = play();
	assert(played.ask().allowed);
	played.answer = { decision = "deny", revision = 1, message = "No." };
	played.now = 0.9;
	assert(played.ask().allowed);
	played.now = 1.1;
	assert(played.ask().message == "No." and played.asked == 2);
end

function tests.the_time_to_live_of_an_answer_counts_when_it_is_shorter()
	local played = play();
	played.answer.ttl = 0.5;
	played.ask();
	played.now = 0.6;
	played.ask();
	assert(played.asked == 2);
end

function tests.a_newer_revision_ends_what_was_kept()
	local played = play();
	played.ask();
	played.answer = { decision = "deny", revision = 2 };
	assert(not played.ask("other@b").allowed);
	assert(not played.ask().allowed);
end

function tests.the_same_question_is_asked_once_and_answered_in_order()
	local played, order = play(), {};
	played.holds = true;
	for number = 1, 3 do
		local question = { action = "send", initiator = "a@b", counterparts = { "c@d" } };
		played.asking:ask(question, function ()
			table.insert(order, number);
			assert(number ~= 2, "this one fails");
		end);
	end
	assert(played.asked == 1 and #order == 0);
	played.release();
	assert(table.concat(order) == "123");
	assert(played.notes[1]:find("this one fails", 1, true));
end

function tests.without_an_answer_the_fail_mode_decides()
	for _, fail_open in ipairs { false, true } do
		local played = play(fail_open);
		played.fault = "closed";
		local answer = played.ask();
		assert(answer.allowed == fail_open and not answer.is_answered);
		assert(played.notes[1]:find("did not answer", 1, true));
		played.fault = nil;
		for _, strange in ipairs { { decision = "maybe" }, {}, "text" } do
			played.answer = strange;
			assert(played.ask().allowed == fail_open);
		end
	end
end

function tests.after_faults_in_a_row_it_rests_and_recovers()
	local played = play();
	played.fault = "closed";
	for _ = 1, asking_lib.faults_in_a_row do
		played.ask();
	end
	played.fault = nil;
	assert(not played.ask().allowed and played.asked == asking_lib.faults_in_a_row);
	played.now = asking_lib.rest + 0.1;
	assert(played.ask().allowed);
end

function tests.a_question_that_cannot_be_read_is_refused_and_is_no_fault_of_forecourt()
	local played = play(true);
	played.fault, played.answer = "unreadable", "status 422";
	for _ = 1, 2 * asking_lib.faults_in_a_row do
		assert(not played.ask().allowed);
	end
	assert(played.asked == 2 * asking_lib.faults_in_a_row);
end

function tests.the_question_has_what_forecourt_reads()
	local played = play();
	local question = { action = "join", initiator = "a@b", counterparts = { "c@d" }, started_by = "e@f" };
	played.asking:ask(question, function () end);
	assert(played.body.initiator.kind == "jid" and played.body.counterparts[1].id == "c@d");
	assert(played.body.conversation.started_by.id == "e@f" and played.body.conversation.members == nil);
	question.members = { "g@h" };
	played.asking:ask(question, function () end);
	assert(played.asked == 2 and played.body.conversation.members[1].id == "g@h");
end

for name, test in pairs(tests) do
	test();
	print(name);
end
