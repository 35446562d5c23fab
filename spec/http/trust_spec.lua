--- Which certificate authorities are trusted without ca_file: those that curl trusts. The folder
--- /etc/ssl/certs is replaced in a mount namespace of its own.
local files = require "support.files"
local lua = require("support.program").lua
local sandbox = require "support.sandbox"

local PLACE = "/etc/ssl/certs"
local NAMESPACE = "unshare --mount --map-root-user "

local function output_of(command)
  local pipe = io.popen(command .. " 2>&1")
  local output = pipe:read "*a"
  pipe:close()
  return output
end

local can_mount = output_of(NAMESPACE .. "mount --bind /tmp " .. PLACE .. " && echo yes") == "yes\n"
local ca_file = require("ai95").versions().ca_file
local is_here = ca_file == PLACE .. "/ca-certificates.crt"

local in_namespace = can_mount and is_here and it or function(title)
  pending(title .. " (needs a mount namespace, and libcurl's bundle in " .. PLACE .. ")")
end

describe("without ca_file", function()
  local folder, mine, other

  setup(function()
    sandbox.reset()
    mine, other = files.read(sandbox.ca), files.read(sandbox.other_ca)
  end)

  before_each(function() folder = files.folder() end)
  after_each(function() files.remove_folder(folder) end)

  local function link(text)
    files.write(folder .. "/x.pem", text)
    output_of(("cd %s && openssl rehash ."):format(folder))
  end

  --- A login over https, and what `doctor` says, with `folder` in that place.
  local function examine()
    local program = folder .. "/program.lua"
    files.write(program, [[
      local client = require("ai95").new { max_retries = 0 }
      local session, err = client:login()
      print(session and "ok" or err.kind)
      for _, place in ipairs(require("ai95").authorities()) do
        print(place.path, place.count)
      end
    ]])
    local script = folder .. "/script"
    files.write(script, ("mount --bind %s %s && AI95_BASE_URL=%s AI95_USERNAME=hln "
      .. "AI95_PASSWORD=secret exec %s %s\n"):format(folder, PLACE, sandbox.https, lua, program))
    return output_of(NAMESPACE .. "sh " .. script)
  end

  local BUNDLE = PLACE .. "/ca-certificates.crt\t%d\n"
  local FOLDER = PLACE .. "\t%d\n"
  local major, minor = require("ai95").versions().libcurl:match "libcurl/(%d+)%.(%d+)"
  -- Older ones read both: they would parse the bundle anew for each connection.
  local is_alone = tonumber(major) * 1000 + tonumber(minor) >= 7087

  local function expected(result, in_bundle, in_folder)
    return result .. "\n" .. BUNDLE:format(in_bundle) .. (is_alone and ""
      or FOLDER:format(in_folder))
  end

  in_namespace("the bundle is enough, as on slim images", function()
    files.write(folder .. "/ca-certificates.crt", mine)
    assert.equal(expected("ok", 1, 0), examine())
  end)

  in_namespace("the bundle counts although the folder has links to others", function()
    link(other)
    files.write(folder .. "/ca-certificates.crt", other .. mine)
    assert.equal(expected("ok", 2, 1), examine())
  end)

  in_namespace("an authority that only the folder has is trusted if there is no bundle", function()
    link(mine)
    assert.equal("ok\n" .. FOLDER:format(1), examine())
  end)

  in_namespace("nobody else is trusted", function()
    files.write(folder .. "/ca-certificates.crt", other)
    assert.equal(expected("tls", 1, 0), examine())
    os.remove(folder .. "/ca-certificates.crt")
    assert.equal("tls\n" .. FOLDER:format(0), examine())
  end)
end)
