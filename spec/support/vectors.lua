--- Values that the platform's document prints, and values that PHP computes: spec/vectors.json.
local cjson = require "cjson"
local read = require("support.files").read

return cjson.decode((assert(read "spec/vectors.json", "spec/vectors.json is missing")))
