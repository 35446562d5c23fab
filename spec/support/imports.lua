--- Parameters of imports into the sandbox.
local sandbox = require "support.sandbox"

local imports = {}

--- The parameters of `tasks:import`, except the rows; `more` overrides them.
---@param more table|nil
---@return table
function imports.params(more)
  local params = {
    project_sn = sandbox.PROJECT, source = "测试", ai_user_sn = sandbox.AI_USER,
    columns = sandbox.COLUMNS,
  }
  for name, value in pairs(more or {}) do
    params[name] = value
  end
  if type(params.rows) == "table" and params.rows.columns then
    params.columns = nil -- the file has its own
  end
  return params
end

--- The parameters of an import of 30 customers in three chunks, with a ledger.
---@param ledger string its path
---@param more table|nil
---@return table
function imports.with_ledger(ledger, more)
  local given = {
    rows = sandbox.customers(30), chunk = 10, ledger = ledger, reconcile_timeout = 0,
  }
  for name, value in pairs(more or {}) do
    given[name] = value
  end
  return imports.params(given)
end

return imports
