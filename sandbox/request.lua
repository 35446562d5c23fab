--- Reads an HTTP request to an endpoint: its parameters in the order received, and its signature.

local json = require "sandbox.json"
local multipart = require "sandbox.multipart"
local query = require "sandbox.query"
local signature = require "sandbox.signature"

local request = {}

local JSON_TYPE = "application/json"
local FILE_FIELD = "upload"

local function read_body()
  ngx.req.read_body()
  local body = ngx.req.get_body_data()
  if body then return body end
  local path = ngx.req.get_body_file()
  if not path then return "" end
  local file = assert(io.open(path, "rb"))
  body = file:read("*a")
  file:close()
  return body
end

--- The headers as a list of { name, value }: in HTTP/1 exactly as received, in HTTP/2 in any order.
local function read_headers()
  local headers = {}
  if ngx.req.http_version() < 2 then
    for name, value in string.gmatch(ngx.req.raw_header(true), "([^:\r\n]+):[ \t]*([^\r\n]*)") do
      headers[#headers + 1] = { name, value }
    end
    return headers
  end
  for name, value in pairs(ngx.req.get_headers(0, true)) do
    for _, one in ipairs(type(value) == "table" and value or { value }) do
      headers[#headers + 1] = { name, one }
    end
  end
  return headers
end

--- A header's value without blanks, in lower case.
local function plain_header(name)
  local value = ngx.req.get_headers(0)[name]
  if type(value) == "table" then value = table.concat(value, ",") end
  return type(value) == "string" and string.lower((string.gsub(value, "[ \t]", ""))) or ""
end

local function accepts_json()
  for item in string.gmatch(plain_header("accept"), "[^,]+") do
    if string.match(item, "^[^;]*") == JSON_TYPE then return true end
  end
  return false
end

local function is_json_type()
  local content_type = string.gsub(plain_header("content-type"), '"', "")
  return string.match(content_type, "^(.-);?$") == JSON_TYPE .. ";charset=utf-8"
end

local readers = {}

function readers.query()
  return query.parse(ngx.var.args)
end

function readers.json(body)
  if not accepts_json() or not is_json_type() then return nil end
  local fields = json.parse(body)
  return json.is(fields, "object") and fields or nil
end

--- All fields except the file; the second result is the file's part.
function readers.multipart(body)
  local content_type = ngx.req.get_headers(0)["content-type"]
  if type(content_type) ~= "string" or not accepts_json() then return nil end
  if not string.find(string.lower(content_type), "^%s*multipart/form%-data%s*;") then return nil end
  local boundary = multipart.boundary(content_type)
  local parts = boundary and multipart.parse(body, boundary)
  if not parts then return nil end
  local fields, seen, upload = { kind = "object", names = {}, values = {} }, {}, nil
  for _, part in ipairs(parts) do
    if seen[part.name] then return nil end
    seen[part.name] = true
    if part.name == FILE_FIELD and part.filename then
      upload = part
    else
      fields.names[#fields.names + 1] = part.name
      fields.values[#fields.names] = part.data
    end
  end
  return fields, upload
end

--- Strings of a query or a multipart body are checked here; the JSON parser checks its own.
local function all_utf8(fields)
  for index, name in ipairs(fields.names) do
    if not json.is_utf8(name) or not json.is_utf8(fields.values[index]) then return false end
  end
  return true
end

local function read_fields(found, rule)
  if found.method ~= rule.method then return 20001 end
  local way = rule.method == "GET" and "query" or rule.multipart and "multipart" or "json"
  local fields, upload = readers[way](found.body)
  if not fields or way ~= "json" and not all_utf8(fields) then return 20002 end
  found.fields, found.upload = fields, upload
  found.canonical = signature.canonical(fields, rule.left_out)
  if not found.canonical then return 20002 end
  found.url_received = json.get(fields, "url")
  found.url_expected = signature.of(found.canonical)
  return nil
end

--- The request; its `refusal` is a code if it cannot be read. `rule` is the endpoint's entry in the
-- document.
function request.read(name, rule)
  local var = ngx.var
  local found = {
    endpoint = name, rule = rule, method = ngx.req.get_method(), uri = var.request_uri,
    body = read_body(), headers = read_headers(), host = var.server_addr, port = var.server_port,
    base_url = var.scheme .. "://" .. (var.http_host or var.server_addr .. ":" .. var.server_port),
  }
  found.refusal = read_fields(found, rule)
  return found
end

return request
