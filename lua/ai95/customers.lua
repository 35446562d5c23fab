--- Customers: the platform's 客户CRM.
local model = require "ai95.model"
local pages = require "ai95.pages"
local recording = require "ai95.recording"
local turns = require "ai95.turns"

local Customer = model.class("Customer")

---@class ai95.Customer
---@field id integer
---@field sn string
---@field phone string
---@field name string|nil
---@field connected_at string|nil
---@field talktimes integer seconds
---@field recordpath string|nil
---@field recordfile string|nil
---@field talk_info string|nil

recording.add_methods(Customer)

--- The talk, turn by turn.
---@return ai95.Turn[]
function Customer.methods:turns()
  return turns(model.client(self), self.talk_info)
end

---@class ai95.Customers
local Customers = {}
Customers.__index = Customers

--- One page of customers: { total =, list = }; without dates, today's (section 获取客户CRM列表接口).
---@param params table|nil
---@return { total: integer, list: ai95.Customer[] }|nil
---@return ai95.Error|nil err
function Customers:list(params)
  return pages.list(self.client, "crmList", Customer, params)
end

--- An iterator over the customers of all pages; raises the error that list would return.
---@param params table|nil
---@return fun(): ai95.Customer|nil
function Customers:each(params)
  return pages.each(self.client, "crmList", Customer, params)
end

---@param client ai95.Client
---@return ai95.Customers
return function(client)
  return setmetatable({ client = client }, Customers)
end
