-- Asks for a workflow by KIND: get (as it is), version or as_of (as it was at some moment), history (a page of 20).
-- Environment: TOKENS (a file with one access token per organization), WORKFLOWS (of an organization), EVENTS (of a
-- workflow), KIND.
local path = "/crm/v8/settings/connected_workflows/"
local kind, workflows, events = os.getenv("KIND"), tonumber(os.getenv("WORKFLOWS")), tonumber(os.getenv("EVENTS"))
local half_past_the_first_hour = 1767225600 + 1800 -- of 2026, in UTC
local tokens = {}
for token in io.lines(os.getenv("TOKENS")) do
    tokens[#tokens + 1] = token
end

local queries = {
    get = function() return "" end,
    version = function() return "?version=" .. math.random(events) end,
    as_of = function()
        return os.date("!?as_of=%Y-%m-%dT%H:%M:%SZ", half_past_the_first_hour + 3600 * math.random(0, events - 1))
    end,
    history = function() return "/history?page_size=20" end,
}

function init()
    math.randomseed(4876)
end

function request()
    local organization = math.random(#tokens)
    local id = organization * 100000 + math.random(workflows)
    return wrk.format("GET", path .. id .. queries[kind](), { Authorization = "Bearer " .. tokens[organization] })
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %.0f %.2f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
        errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
