-- import.lua FILE: the customers of a CSV file into a campaign.
local ai95 = require "ai95"

local client = ai95.new {}
local result = assert(client.tasks:import {
  project_sn = "project|8ac1cebd6407f30fb4f618615de41990", source = "春季回访",
  ai_user_sn = "SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb", is_zidong = true, aes = true,
  rows = assert(ai95.rows(arg[1])), ledger = "campaign.ledger",
})
print(result.rows, result.refused)
