local sandbox = require "support.sandbox"

describe("TLS", function()
  setup(function()
    sandbox.reset()
  end)

  local function refused(cause, options)
    it("refuses " .. cause .. ", before it sends anything", function()
      local data, err = sandbox.client(options):login()
      assert.is_nil(data)
      assert.equal("tls", err.kind)
      assert.equal(sandbox.NOT_SENT, err.outcome)
      assert.equal(1, err.attempts)
      assert.matches("certificate", tostring(err))
      assert.equal(0, sandbox.counts("login").received)
    end)
  end

  refused("an expired certificate", { base_url = sandbox.expired, ca_file = sandbox.ca })
  refused("a certificate for another name", { base_url = sandbox.wrong_name, ca_file = sandbox.ca })
  refused("an authority that this machine does not know", { base_url = sandbox.https })
  refused("another authority than the given one",
    { base_url = sandbox.https, ca_file = sandbox.other_ca })
  refused("a missing file of authorities",
    { base_url = sandbox.https, ca_file = "/nonexistent.pem" })

  it("accepts the given authority, and any certificate if verification is off", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    for _, url in ipairs { sandbox.https, sandbox.expired, sandbox.wrong_name } do
      assert(sandbox.client({ base_url = url, verify = false }):login())
    end
  end)

  it("keeps clients apart that trust different authorities", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    assert.is_nil((sandbox.client({ base_url = sandbox.https }):login()))
    assert(sandbox.client({ base_url = sandbox.https, verify = false }):login())
    local other = sandbox.client { base_url = sandbox.https, ca_file = sandbox.other_ca }
    assert.is_nil((other:login()))
  end)
end)
