--- From an endpoint and its checked fields to the bytes of a request: signed, and sent as it was signed.
local core = require "ai95.core"

local wire = {}

local JSON_HEADERS = "Accept: application/json\nContent-Type: application/json;charset=utf-8\nExpect:"

--- The kinds of requests: their `headers`; `gzip`: their answers are worth compressing; `once`: they must not be sent again;
--- `file`: the answer is one.
local kinds = {
  json = { headers = JSON_HEADERS },
  rows = { headers = JSON_HEADERS, gzip = true },
  once = { headers = JSON_HEADERS, once = true },
  form = { headers = "Accept: application/json\nExpect:", once = true },
  file = { headers = "Accept: */*", file = true },
}

local MANY_ROWS = 50

-- How a value looks where only strings can be sent (a query, a form). A boolean is what PHP's loose typing would take.
local function as_text(value)
  if type(value) == "string" then
    return value
  elseif type(value) == "number" then
    return (core.encode({ "", value }):match("^{\"\":(.*)}$"))
  end
  return value == true and "1" or ""
end

--- The common parameters before the method's own (section 公共参数); login has none of them.
local function with_common(fields, session)
  local all = {}
  if session then
    all = { "user_sn", session.user_sn, "api_key", session.api_key }
  end
  for _, item in ipairs(fields) do
    all[#all + 1] = item
  end
  return all
end

local function signed_part(endpoint, fields)
  local signed = {}
  for i = 1, #fields, 2 do
    if not endpoint.unsigned[fields[i]] then
      signed[#signed + 1] = fields[i]
      signed[#signed + 1] = fields[i + 1]
    end
  end
  return signed
end

local function position_of(fields, name)
  for i = 1, #fields, 2 do
    if fields[i] == name then
      return i + 1
    end
  end
end

--- addJson: what was given as plaintext goes out encrypted where aes is set.
local function encrypt(fields, session)
  local position, aes = position_of(fields, "client_info_json"), position_of(fields, "aes")
  if position and aes and type(fields[position]) == "string" then
    fields[position] = core.aes_encrypt(fields[position], session.user_sn)
  end
end

--- The body, with the rows of an import where they were left open. Rows come as a function that encodes them, so that base64 of
--- megabytes goes into its place without being looked through for what JSON must escape: it has nothing of the kind.
local function body_of(fields, session)
  local position = position_of(fields, "client_info_json")
  local encode = position and fields[position]
  if type(encode) ~= "function" then
    return core.encode(fields)
  elseif not position_of(fields, "aes") then
    fields[position] = encode("json", session.user_sn)
    return core.encode(fields)
  end
  local before, after = {}, {}
  for i, item in ipairs(fields) do
    if i < position - 1 then
      before[i] = item
    elseif i > position then
      after[i - position] = item
    end
  end
  local head = core.encode(before):sub(1, -2) .. ",\"client_info_json\":\""
  return encode("aes", session.user_sn, head, "\"," .. core.encode(after):sub(2))
end

--- A GET endpoint's address; its values are strings, in the hash too.
---@return string
function wire.url(endpoint, fields, session, base_url)
  local all = with_common(fields, session)
  for i = 2, #all, 2 do
    all[i] = as_text(all[i])
  end
  return base_url .. endpoint.path .. "?url=" .. core.sign(all) .. "&" .. core.query(all)
end

local function form(fields)
  local parts, signed, upload = {}, {}, nil
  for i = 1, #fields, 2 do
    if fields[i] == "upload" then
      upload = fields[i + 1]
    else
      local text = as_text(fields[i + 1])
      signed[#signed + 1], signed[#signed + 2] = fields[i], text
      parts[#parts + 1] = { name = fields[i], data = text }
    end
  end
  table.insert(parts, 1, { name = "url", data = core.sign(signed) })
  if type(upload) == "table" then
    parts[#parts + 1] = { name = "upload", filename = upload.name, data = upload.data }
  else
    parts[#parts + 1] = { name = "upload", filename = upload:match("[^/]*$"), path = upload }
  end
  return parts
end

local function kind_of(endpoint, fields)
  if not endpoint.safe then
    return kinds.once
  end
  local position = endpoint.answer == "page" and position_of(fields, "pageSize")
  return position and fields[position] >= MANY_ROWS and kinds.rows or kinds.json
end

--- The body of a request that is JSON.
local function json_body(endpoint, fields, session)
  if not endpoint.known.client_info_json then
    return core.signed(fields, session and session.user_sn, session and session.api_key)
  end
  local all = with_common(fields, session)
  encrypt(all, session)
  local signature = core.sign(signed_part(endpoint, all))
  table.insert(all, 1, "url")
  table.insert(all, 2, signature)
  return body_of(all, session)
end

--- A request for the transport.
---@param endpoint ai95.Endpoint
---@param fields table
---@param session table|nil user_sn and api_key
---@param base_url string
---@return table request kind, url, body
function wire.request(endpoint, fields, session, base_url)
  if endpoint.method == "GET" then
    return { kind = kinds.file, url = wire.url(endpoint, fields, session, base_url) }
  end
  local url = base_url .. endpoint.path
  if endpoint.form then
    return { kind = kinds.form, url = url, body = form(with_common(fields, session)) }
  end
  return { kind = kind_of(endpoint, fields), url = url, body = json_body(endpoint, fields, session) }
end

return wire
