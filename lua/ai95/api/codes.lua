--- The platform's codes: what they mean, what kind of error they are, and whether they say that a
--- request was not carried out (section 错误码定义, and 40001 of the section 客户端登录接口).
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

--- Whether a code is a failure of the platform (500), or of a gateway that writes its status into
--- the JSON (502, 504): it may have come after the work was done.
local function is_failure(code)
  return code >= 500 and code <= 599
end

-- HTTP statuses that say: not carried out. A server decides on them before the work, from the
-- request alone, and a proxy gives them only instead of passing the request on. All others prove
-- nothing. A proxy answers 408, 425, 499 and 5xx while the server behind it works on; 403 is how a
-- firewall withholds an answer that it does not like (ModSecurity's default); frameworks find only
-- after the work that they cannot write the answer as asked (406); and 409, 412 or 422 may speak of
-- what the request itself did when a proxy sent it a second time.
local refusing_statuses = {
  [400] = true, -- Bad Request: not understood
  [401] = true, -- Unauthorized
  [404] = true, -- Not Found: no such path
  [405] = true, -- Method Not Allowed
  [407] = true, -- Proxy Authentication Required
  [411] = true, -- Length Required
  [413] = true, -- Content Too Large
  [414] = true, -- URI Too Long
  [415] = true, -- Unsupported Media Type
  [429] = true, -- Too Many Requests
  [431] = true, -- Request Header Fields Too Large
}

-- With these, a code that refuses the account or its key is believed.
local auth_statuses = { [200] = true, [401] = true }

--- What an HTTP status without a code of the platform says of the request.
---@param status integer
---@return ai95.Outcome
function codes.outcome_of_status(status)
  return refusing_statuses[status] and "rejected" or "unknown"
end

--- What a code that came with an HTTP status says of the request. It proves nothing if the two
--- contradict each other, or if something failed.
---@param code integer
---@param status integer
---@return ai95.Outcome
function codes.outcome(code, status)
  if auth[code] then
    return auth_statuses[status] and "rejected" or "unknown"
  elseif status == 200 then
    return is_failure(code) and "unknown" or "rejected"
  end
  return codes.outcome_of_status(status)
end

---@param code integer|nil
---@return boolean refused whether the platform refused the api_key
function codes.is_key_refused(code)
  return key_refused[code] == true
end

--- What went wrong, if the platform answered with this code: fields for an error.
---@param code integer
---@param msg string|nil the platform's own text
---@param status integer|nil the HTTP status, 200
---@return table failure
function codes.failure(code, msg, status)
  local meaning = codes.meanings[code] or "a code that the document does not list"
  return {
    kind = auth[code] and "auth" or "api",
    code = code,
    msg = msg,
    meaning = meaning,
    message = ("the platform answered %d%s: %s"):format(code, msg and " " .. msg or "", meaning),
    outcome = codes.outcome(code, status or 200),
  }
end

return codes
