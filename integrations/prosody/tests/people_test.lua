-- Who is named in a question about a large room. Prints the name of each test that passed.

package.preload["util.jid"] = function ()
	local function host(address) return address:match("@([^/]+)"); end
	return { bare = function (address) return address; end, host = host, node = host };
end;
prosody = { hosts = { ["aldergrove.example"] = {} } }; -- luacheck: ignore 111

local people = dofile(arg[1]);

-- A room with so many of ours, and with so many from outside whom it names last.
local function room_with(ours, theirs)
	local everybody = {};
	for number = 1, ours do
		everybody[#everybody + 1] = { bare_jid = number .. "@aldergrove.example" };
	end
	for number = 1, theirs do
		everybody[#everybody + 1] = { bare_jid = number .. "@personal.example" };
	end
	return { each_occupant = function () return ipairs(everybody); end };
end

local function count(list)
	local ours = 0;
	for _, address in ipairs(list) do
		ours = ours + (people.is_ours(address) and 1 or 0);
	end
	return ours, #list - ours;
end

local tests = {};

function tests.whether_somebody_crosses_is_decided_over_everybody()
	local others = people.others_in(room_with(400, 1), "1@aldergrove.example");
	assert(#others == 400 and people.crosses({ "1@aldergrove.example" }, others));
end

function tests.those_outside_are_named_first()
	local named = people.named(people.others_in(room_with(400, 1)));
	assert(#named == 150 and named[1] == "1@personal.example");
end

function tests.people_of_ours_are_named_among_many_from_outside()
	local ours, theirs = count(people.named(people.others_in(room_with(400, 400))));
	assert(ours == 50 and theirs == 100);
	ours, theirs = count(people.named(people.others_in(room_with(1, 400))));
	assert(ours == 1 and theirs == 149);
end

function tests.in_a_small_room_everybody_is_named()
	local ours, theirs = count(people.named(people.others_in(room_with(3, 2))));
	assert(ours == 3 and theirs == 2);
end

for name, test in pairs(tests) do
	test();
	print(name);
end
