--- Customer lists that visitors uploaded, and the ledgers of the campaigns that were made of them,
--- in the console's folder. A list has personal data and is removed after some days. A ledger has
--- only hashes of numbers and stays: it makes sure that each person goes in once.
local ai95 = require "ai95"
local language = require "console.language"
local requests = require "console.request"
local session = require "console.session"

local uploads = {}

local LISTS, LEDGERS = "lists/", "ledgers/"

-- A list stays for seven days; `run` removes old ones too.
local REMOVE_OLD = "find " .. LISTS .. " -type f -mtime +6 -exec rm -f {} +"

---@class console.CustomerList
---@field id string
---@field path string
---@field refused string the path of the rows that cannot be sent
---@field name string of the visitor's file

local function list_of(id, name)
  return { id = id, name = name, path = LISTS .. id .. ".list",
    refused = LISTS .. id .. ".refused.csv" }
end

local function write(path, data)
  local file = assert(io.open(path, "wb"))
  assert(file:write(data))
  assert(file:close())
end

--- Keeps a list.
---@param upload console.Upload
---@return console.CustomerList
function uploads.add(upload)
  os.execute(REMOVE_OLD)
  local list = list_of(session.random(), requests.is_plain(upload.name) and upload.name or "?")
  write(list.path, upload.data)
  write(LISTS .. list.id .. ".name", list.name)
  return list
end

---@param id string|nil
---@return console.CustomerList|nil
function uploads.get(id)
  if not id or #id ~= 32 or not id:find "^%x+$" then
    return nil
  end
  local file = io.open(LISTS .. id .. ".name", "rb")
  local name = file and file:read "*a"
  if not file then
    return nil
  end
  file:close()
  return list_of(id, name)
end

--- The ledger of a campaign: the same template, AI user and name are the same campaign, whatever
--- list is uploaded.
---@param plan console.Plan
---@return string path
function uploads.ledger(plan)
  return LEDGERS .. ngx.md5(table.concat({ plan.project_sn, plan.ai_user_sn, plan.source }, "\n"))
end

---@param plan console.Plan
---@return boolean whether people went into the campaign, or were about to
function uploads.has_ledger(plan)
  local file = io.open(plan.ledger, "rb")
  if file then
    file:close()
  end
  return file ~= nil
end

--- Whether the folder, and with it the ledgers, is removed when the console ends.
---@return boolean
function uploads.is_temporary()
  return os.getenv "CONSOLE_TEMPORARY" ~= nil
end

--- What the list has. With a ledger: what would go into that campaign.
---@param list console.CustomerList
---@param code string the language of the reasons in the file of refused rows
---@param ledger string|nil|false
---@return ai95.Checked|nil
---@return ai95.Error|nil
function uploads.check(list, code, ledger)
  local rows, err = ai95.rows(list.path)
  if not rows then
    return nil, err
  end
  return ai95.check {
    rows = rows, refused = list.refused, ledger = ledger or nil,
    explain = language.explainer(code),
  }
end

--- Its first rows, in the order of its columns, and these.
---@param count integer
---@return table[] rows
---@return string[] columns
function uploads.first_rows(list, count)
  local rows, found = assert(ai95.rows(list.path)), {}
  for row in rows do
    found[#found + 1] = row
    if #found == count then
      break
    end
  end
  return found, rows.columns
end

return uploads
