-- wrk script: POST distinct workflows spread over many organizations, one primary module each.
-- Every organization has modules named M1..Mn with ids 1..n. Run it with two threads and an even number of organizations.
-- env: TOKENS (file, one access token a line, one organization each), START (modules already used, default 0),
--      SCHEME (Authorization scheme), PATHNAME,
--      LOAD_SECONDS (stop sending after that time, so that no answer is cut off; let wrk itself run a second longer)
-- Ends with a line: RESULT <201s> <other answers and socket errors> <modules used> <creates/s> <p50 ms> <p99 ms>
local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long us; } moment; int gettimeofday(moment *at, void *zone);")
local at = ffi.new("moment")
local function now()
  ffi.C.gettimeofday(at, nil)
  return tonumber(at.s) + tonumber(at.us) / 1e6
end

local start = tonumber(os.getenv("START") or "0")
local scheme = os.getenv("SCHEME") or "Zoho-oauthtoken"
local path = os.getenv("PATHNAME") or "/crm/v8/settings/connected_workflows"
local seconds = tonumber(os.getenv("LOAD_SECONDS"))
local tokens = {}
for line in io.lines(os.getenv("TOKENS")) do tokens[#tokens + 1] = scheme .. " " .. line end
local half = #tokens / 2
local threads = {}
local deadline

function setup(thread)
  thread:set("tid", #threads)
  threads[#threads + 1] = thread
end

function init(args)
  n, ok, bad, used = 0, 0, 0, start
  deadline = seconds and now() + seconds
end

function request()
  if deadline and now() > deadline then return "" end -- this connection rests
  -- thread 0 takes the even organizations, thread 1 the odd ones: no two requests share a module
  local org = (n % half) * 2 + tid + 1
  local module = start + math.floor(n / half) + 1
  n = n + 1
  used = module
  local body = string.format('{"connected_workflows":[{"name":"wf %d","description":"connected workflow sample","primary_module":{"api_name":"M%d","id":"%d"}}]}', module, module, module)
  return wrk.format("POST", path, {["Content-Type"]="application/json", ["Authorization"]=tokens[org]}, body)
end

function response(status, headers, body)
  if status == 201 then ok = ok + 1 else
    bad = bad + 1
    if bad < 3 then print(status, body) end
  end
end

function done(summary, latency)
  local e = summary.errors
  local oks, errors, last = 0, e.connect + e.read + e.write, start
  for _, thread in ipairs(threads) do
    oks, errors, last = oks + thread:get("ok"), errors + thread:get("bad"), math.max(last, thread:get("used"))
  end
  print(string.format("RESULT %d %d %d %.0f %.1f %.1f", oks, errors, last,
    oks / (seconds or summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
