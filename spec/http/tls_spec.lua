local sandbox = require "support.sandbox"

describe("TLS", function()
  setup(function()
    sandbox.reset()
  end)

  local function refused(what, options)
    it("refuses " .. what .. ", before anything is sent", function()
      local data, err = sandbox.client(options):login()
      assert.is_nil(data)
      assert.equal("tls", err.kind)
      assert.equal("not_sent", err.outcome)
      assert.equal(1, err.attempts)
      assert.matches("certificate", tostring(err))
      assert.equal(0, sandbox.counts("login").received)
    end)
  end

  refused("an expired certificate", { base_url = sandbox.expired, ca_file = sandbox.ca })
  refused("a certificate for another name", { base_url = sandbox.wrong_name, ca_file = sandbox.ca })
  refused("an authority that this machine does not know", { base_url = sandbox.https })
  refused("an authority that is not the one given", { base_url = sandbox.https, ca_file = sandbox.other_ca })
  refused("to go on without the authority that was given", { base_url = sandbox.https, ca_file = "/nonexistent.pem" })

  it("accepts the authority given, and anything where verification is switched off", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    for _, url in ipairs { sandbox.https, sandbox.expired, sandbox.wrong_name } do
      assert(sandbox.client({ base_url = url, verify = false }):login())
    end
  end)

  it("is not mixed up between clients that trust differently", function()
    assert(sandbox.client({ base_url = sandbox.https, ca_file = sandbox.ca }):login())
    assert.is_nil((sandbox.client({ base_url = sandbox.https }):login()))
    assert(sandbox.client({ base_url = sandbox.https, verify = false }):login())
    assert.is_nil((sandbox.client({ base_url = sandbox.https, ca_file = sandbox.other_ca }):login()))
  end)
end)
