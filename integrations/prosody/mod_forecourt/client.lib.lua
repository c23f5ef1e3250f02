-- One question to Forecourt over HTTP.

local http = require "net.http";
local json = require "util.json";
local timer = require "util.timer";

local version = "0.1.0";

-- What Forecourt says of a request that it does not answer.
local function refusal(code, body)
	local problem = json.decode(body or "");
	local detail = type(problem) == "table" and problem.detail;
	return "status " .. tostring(code) .. (detail and (": " .. tostring(detail)) or "");
end

-- Returns `post(question, done)`, which calls `done(fault, answer)` once, after `timeout` seconds at the latest.
local function new(url, token, fail_mode, timeout)
	local headers = {
		["Authorization"] = "Bearer " .. token;
		["Content-Type"] = "application/json";
		["User-Agent"] = "forecourt-prosody/" .. version .. " (fail-mode " .. fail_mode .. ")";
	};
	return function (question, done)
		local request, patience;
		local is_over = false;
		local function finish(fault, answer)
			if is_over then
				return;
			end
			is_over = true;
			if patience then
				timer.stop(patience);
			end
			done(fault, answer);
		end
		patience = timer.add_task(timeout, function ()
			finish(("no answer within %.0f ms"):format(timeout * 1000));
			if request and request.conn then
				http.destroy_request(request);
			end
		end);
		local options = { method = "POST", headers = headers, body = json.encode(question) };
		local is_sent, problem = pcall(function ()
			request = http.request(url, options, function (body, code)
				if code == 0 then
					finish(body);
				elseif code == 400 or code == 422 then
					finish("unreadable", refusal(code, body));
				elseif code ~= 200 then
					finish(refusal(code, body));
				else
					local answer, fault = json.decode(body);
					finish(answer == nil and fault or nil, answer);
				end
			end);
		end);
		if not is_sent then
			finish(problem);
		end
	end;
end

return { new = new };
