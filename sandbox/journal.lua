--- Counts requests, connections and imported phone numbers since the last reset, and keeps each
-- endpoint's last request.

local document = require "sandbox.document"

local journal = {}

local counters, connections, connection_count, last, imported

function journal.reset()
  counters, connections, connection_count, last, imported = {}, {}, 0, {}, {}
  for name in pairs(document) do counters[name] = { received = 0, carried_out = 0, refused = 0 } end
end

journal.reset()

--- Counts a request's connection, also if its endpoint is unknown.
function journal.connected()
  local serial = ngx.var.connection
  if not connections[serial] then
    connections[serial] = true
    connection_count = connection_count + 1
  end
end

function journal.received(request)
  counters[request.endpoint].received = counters[request.endpoint].received + 1
  last[request.endpoint] = request
end

--- `what` is "carried_out" or "refused".
function journal.count(endpoint, what)
  counters[endpoint][what] = counters[endpoint][what] + 1
end

--- Counts the phone numbers of rows that a task took, by the task's sn. A task that is deleted
-- later keeps its counts.
function journal.imported(sn, rows)
  local phones = imported[sn] or {}
  imported[sn] = phones
  for _, row in ipairs(rows) do phones[row.phone] = (phones[row.phone] or 0) + 1 end
end

--- How often each phone number was imported: { sn = { phone = count } }.
function journal.imports()
  return imported
end

function journal.counters()
  return counters, connection_count
end

function journal.last(endpoint)
  return last[endpoint]
end

return journal
