--- From an endpoint and its checked fields to the bytes of a request: signed, and sent as it was signed.
local core = require "ai95.core"

local wire = {}

local JSON_HEADERS = {
  "Accept: application/json",
  "Content-Type: application/json;charset=utf-8",
  "Expect:",
}
local FORM_HEADERS = { "Accept: application/json", "Expect:" }
local FILE_HEADERS = { "Accept: */*" }

--- Everything but letters, digits and -._~ as %XX.
local function escape(text)
  return (text:gsub("[^%w%-%._~]", function(char)
    return ("%%%02X"):format(char:byte())
  end))
end

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
  if not next(endpoint.unsigned) then
    return fields
  end
  local signed = {}
  for i = 1, #fields, 2 do
    if not endpoint.unsigned[fields[i]] then
      signed[#signed + 1] = fields[i]
      signed[#signed + 1] = fields[i + 1]
    end
  end
  return signed
end

--- addJson: what was given as plaintext goes out encrypted where aes is set. Rows come as a function that encodes them.
local function encrypt(fields, session)
  local position, aes
  for i = 1, #fields, 2 do
    if fields[i] == "client_info_json" then
      position = i + 1
    elseif fields[i] == "aes" then
      aes = fields[i + 1]
    end
  end
  if not position then
    return
  end
  local plaintext = fields[position]
  if type(plaintext) == "function" then
    fields[position] = plaintext(aes and "aes" or "json", session.user_sn)
  elseif aes then
    fields[position] = core.aes_encrypt(plaintext, session.user_sn)
  end
end

--- A GET endpoint's address; its values are strings, in the hash too.
---@return string
function wire.url(endpoint, fields, session, base_url)
  local all = with_common(fields, session)
  for i = 2, #all, 2 do
    all[i] = as_text(all[i])
  end
  local query = { "url=" .. core.sign(all) }
  for i = 1, #all, 2 do
    query[#query + 1] = escape(all[i]) .. "=" .. escape(all[i + 1])
  end
  return base_url .. endpoint.path .. "?" .. table.concat(query, "&")
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

--- A request for the transport.
---@param endpoint ai95.Endpoint
---@param fields table
---@param session table|nil user_sn and api_key
---@param base_url string
---@return table request
function wire.request(endpoint, fields, session, base_url)
  if endpoint.method == "GET" then
    return { url = wire.url(endpoint, fields, session, base_url), headers = FILE_HEADERS }
  end
  local all = with_common(fields, session)
  local url = base_url .. endpoint.path
  if endpoint.form then
    return { url = url, headers = FORM_HEADERS, form = form(all), once = true }
  end
  encrypt(all, session)
  local signature = core.sign(signed_part(endpoint, all))
  table.insert(all, 1, "url")
  table.insert(all, 2, signature)
  return { url = url, headers = JSON_HEADERS, body = core.encode(all), gzip = true, once = not endpoint.safe }
end

return wire
