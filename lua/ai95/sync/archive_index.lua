--- The index of an archive: a file for a spreadsheet, with a line for each recording of a whole
--- call. It is made from the manifest, which has every file, and replaced as a whole: after a kill
--- there is the one of an earlier run.
local download = require "ai95.http.download"
local errors = require "ai95.errors"
local export = require "ai95.export"
local files = require "ai95.sync.archive_files"
local json = require "ai95.util.json"

-- The columns, and what a customer has instead.
local COLUMNS = {
  { "connected_at" }, { "callee", "phone" }, { "name" }, { "talktimes" }, { "endreason" },
  { "asr_b", "labelling" }, { "asr_c", "score" }, { "user_name" }, { "file" }, { "size" },
  { "cdr_sn" },
}

--- The index's row for an entry of the manifest.
local function row_of(entry)
  local row = { file = entry.file, size = entry.size, cdr_sn = entry.cdr_sn }
  for _, column in ipairs(COLUMNS) do
    local name, of_customer = column[1], column[2]
    if row[name] == nil then
      row[name] = entry.call[name]
    end
    if row[name] == nil and of_customer then
      row[name] = entry.call[of_customer]
    end
  end
  return row
end

local function file_error(problem)
  return errors.new { kind = "file", message = problem }
end

--- The rows: of each file that is there, once.
local function rows_of(dir, manifest)
  local seen = {}
  return function()
    while true do
      local line, problem = manifest:read "*l"
      if problem then
        error(file_error(problem), 0)
      elseif not line then
        return nil
      end
      local entry = json.decode(line) -- nil: a line that a crash has cut off
      local file = type(entry) == "table" and type(entry.call) == "table" and entry.file
      if type(file) == "string" and not seen[file] and files.exists(dir .. "/" .. file) then
        seen[file] = true
        return row_of(entry)
      end
    end
  end
end

--- Writes the index.
---@param dir string the archive's folder
---@return ai95.Exported|nil written
---@return ai95.Error|nil err kind "file"
return function(dir)
  local manifest, problem = io.open(dir .. "/manifest.jsonl", "rb")
  if not manifest then
    return nil, file_error(problem)
  end
  local fields = {}
  for i, column in ipairs(COLUMNS) do
    fields[i] = column[1]
  end
  local written, err = export.rows {
    rows = rows_of(dir, manifest), fields = fields, format = "csv", excel = true,
    to = download.to_path(dir .. "/index.csv", nil, true),
  }
  manifest:close()
  return written, err
end
