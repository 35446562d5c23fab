--- The address of a database, as client:sync takes it.
local read = require "ai95.sync.database.address"

describe("the address of a database", function()
  for text, path in pairs {
    ["sqlite:calls.db"] = "calls.db", ["sqlite:/var/lib/calls.db"] = "/var/lib/calls.db",
    ["sqlite:///var/lib/calls.db"] = "/var/lib/calls.db", ["sqlite3:a b%20?c"] = "a b%20?c",
    ["calls.db"] = "calls.db", ["./a:b.db"] = "./a:b.db", ["/srv/通话.db"] = "/srv/通话.db",
    ["sqlite::memory:"] = "./:memory:",
  } do
    it("is a file of SQLite: " .. text, function()
      local address = read(text)
      assert.equal("sqlite", address.dialect)
      assert.same({ path, path }, { address.shown, address.path })
      assert.same({ path }, address.arguments)
    end)
  end

  it("is that of a file in this folder if none is given", function()
    assert.equal(os.getenv "AI95_DB" or "ai95.db", read(nil).path)
  end)

  for text, shown in pairs {
    ["postgres://ann@db.example.com:5433/calls"] = "postgres://ann@db.example.com:5433/calls",
    ["postgresql://ann:geheim@db/calls?sslmode=require"] = "postgresql://ann@db/calls",
    ["postgres://ann:ge%40heim@%2Frun%2Fpostgresql/calls"]
      = "postgres://ann@%2Frun%2Fpostgresql/calls",
    ["postgres:///calls?password=geheim"] = "postgres:///calls",
    ["postgres://ann:geheim@raw@db/calls"] = "postgres://ann@db/calls",
    ["postgres://ann@db1:5432,db2:5433/calls"] = "postgres://ann@db1:5432,db2:5433/calls",
    ["postgres://"] = "postgres:///",
  } do
    it("is one of PostgreSQL, whose password is not shown: " .. text, function()
      local address = read(text)
      assert.same({ "postgresql", shown }, { address.dialect, address.shown })
      local url = address.arguments[1]
      assert.equal(1, address.count)
      assert.equal("postgresql://" .. text:gsub("^%a+://", ""),
        (url:gsub(".connect_timeout=10$", "")))
      assert.matches("[?&]connect_timeout=10$", url)
    end)
  end

  it("of PostgreSQL keeps a timeout that it has", function()
    local url = "postgresql://db/calls?connect_timeout=3"
    assert.equal(url, read(url).arguments[1])
  end)

  for text, expected in pairs {
    ["mysql://ann@db.example.com:3307/calls"] = { "calls", "ann", nil, "db.example.com", 3307 },
    ["mariadb://ann:g%40e%2Fh%3Aeim@db/ca%20lls"] = { "ca lls", "ann", "g@e/h:eim", "db" },
    ["mysql://ann@[::1]:3306/calls"] = { "calls", "ann", nil, "::1", 3306 },
    ["mysql://ann@[::1]/calls"] = { "calls", "ann", nil, "::1" },
    ["mysql:///calls"] = { "calls" },
    ["mysql://ann:x@localhost/calls?socket=/run/mysqld/mysqld.sock"]
      = { "calls", "ann", "x", "/run/mysqld/mysqld.sock" },
    ["mysql:///calls?socket=%2Frun%2Fa%20b"] = { "calls", nil, nil, "/run/a b" },
  } do
    it("is one of MariaDB: " .. text, function()
      local address = read(text)
      assert.equal("mariadb", address.dialect)
      for i = 1, 5 do
        assert.equal(expected[i], address.arguments[i])
      end
      assert.is_nil(address.shown:find("heim", 1, true))
    end)
  end

  for text, reason in pairs {
    ["oracle://geheim@db/calls"] = "it has another scheme",
    ["postgres:geheim"] = "// is missing",
    ["sqlite:"] = "the path is empty", [""] = "the path is empty",
    ["sqlite://geheim.db"] = "a path has no // in front",
    ["postgres://ann:ge%heim@db/calls"] = "a %% must be percent%-encoded",
    ["postgres://ann:ge heim@db/calls"] = "percent%-encode blanks",
    ["mysql://ann:geheim@db"] = "it must name one database",
    ["mysql://ann:geheim@db/a/b"] = "it must name one database",
    ["mysql://ann:geh/eim@db/a"] = "the host is not valid",
    ["mysql://ann:geheim@db:x/a"] = "the host is not valid",
    ["mysql://ann:geheim@db/a?ssl=1"] = "no parameters but socket=PATH",
    ["postgres://ann:12/3heim@db/a"] = "it must name one database",
    ["postgres://ann:geh/eim@db/a"] = "the host is not valid",
    ["a\0b"] = "a NUL byte",
  } do
    it("is refused, and not repeated, if it is wrong: " .. reason, function()
      local ok, raised = pcall(read, text)
      assert.is_false(ok)
      assert.matches("the parameter \"db\" must be .*" .. reason, raised)
      assert.is_nil(raised:find("heim", 1, true))
    end)
  end
end)
