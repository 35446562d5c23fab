--- The platform's codes: what they mean, and what kind of error they are (section 错误码定义, and 40001
--- of the section 客户端登录接口).
local codes = {}

---@type table<integer, string>
codes.meanings = {
  [10001] = "the signature (url) does not match the request",
  [20001] = "the request was sent with the wrong HTTP method",
  [20002] = "the request's format is wrong",
  [20003] = "the client type (from) does not exist",
  [20004] = "wrong username or password",
  [20005] = "the api_key is not valid",
  [20006] = "the api_key has expired",
  [20007] = "this account has no permission for this endpoint",
  [30001] = "the uploaded file is empty",
  [30002] = "the uploaded file is not in .xlsx or .xls format",
  [30003] = "the import failed: the template is empty",
  [30004] = "too many rows are waiting to be called: at most 300,000",
  [30005] = "too many rows in one import: at most 30,000",
  [30006] = "the data is empty, or is not JSON of the expected form",
  [30008] = "a field has the wrong type",
  [30009] = "no AI user was chosen (ai_user_sn)",
  [30010] = "no AI user is available",
  [30011] = "the task does not exist",
  [40001] = "the api_key has expired",
  [50001] = "nothing was chosen (pkeys)",
  [500] = "an error inside the platform; ask its support",
}

-- The platform refuses the account or its key, not the request.
local auth = { [20004] = true, [20005] = true, [20006] = true, [20007] = true, [40001] = true }

-- A new login may help.
local key_refused = { [20005] = true, [20006] = true, [40001] = true }

---@param code integer|nil
---@return boolean refused whether the platform refused the api_key
function codes.is_key_refused(code)
  return key_refused[code] == true
end

--- What went wrong, if the platform answered with this code: fields for an error.
---@param code integer
---@param msg string|nil the platform's own text
---@return table failure
function codes.failure(code, msg)
  local meaning = codes.meanings[code] or "a code that the document does not list"
  return {
    kind = auth[code] and "auth" or "api",
    code = code,
    msg = msg,
    meaning = meaning,
    message = ("the platform answered %d%s: %s"):format(code, msg and " " .. msg or "", meaning),
    -- 500 is the platform's own failure, which may have come after the work was done.
    outcome = code == 500 and "unknown" or "rejected",
  }
end

return codes
