--- Customers: the platform's 客户CRM.
local recordings = require "ai95.resources.recordings"
local resource = require "ai95.resources.resource"
local transcript = require "ai95.resources.transcript"

--- A person on a campaign's list, with the last call. A plain table with the platform's own fields.
---@class ai95.Customer: ai95.Recorded
---@field id integer the record's number
---@field sn string the record's sn
---@field phone string the number
---@field name string|nil as imported (姓名)
---@field address string|nil as imported (地址)
---@field unit string|nil the company
---@field created_at string China Standard Time, as all times
---@field connected_at string|nil when the call was answered (or given up)
---@field disconnected_at string|nil when it ended
---@field talktimes integer seconds talked
---@field endreason string who hung up, or why it came to nothing
---@field talk_info string|nil the talk; `customer:turns` takes it apart
---@field labelling string|nil label; may be blanks
---@field score number|nil of the call
---@field asks_count integer|nil number of questions
---@field status string|nil class, as `"A"`
---@field cdr_sn string the document does not explain it; in its sample it is the task's sn
---@field project_caption string the template's title
---@field user_name string the AI user's
---@field team_name string the team's
local Customer = {}

recordings.add_methods(Customer)

--- The talk, turn by turn.
---@return ai95.Turn[] turns an empty list if nobody answered
function Customer:turns()
  return transcript((resource.client(self)), self.talk_info)
end

local class = resource.class("customer", Customer, "sn")

--- The people on the lists.
---@class ai95.Customers
local Customers = {}

--- One page of customers; without dates, today's (section 获取客户CRM列表接口).
---@param params table|nil parameters of `crmList`; `pageSize` is 200 unless given
---@return ai95.Customer[]|nil page with `total`
---@return ai95.Error|nil err any kind but `"file"`
function Customers:list(params)
  return resource.list(resource.client(self), "crmList", class, params)
end

--- The customers of all pages; without dates, today's (section 获取客户CRM列表接口). The next page is
--- fetched while you work on one. Raises the error that list would return.
---
---     for customer in client.customers:each { status = "A,B" } do
---       print(customer.name, customer.phone)
---     end
---@param params table|nil parameters of `crmList`; `pageSize` is 200 unless given
---@return fun(): ai95.Customer|nil
function Customers:each(params)
  return resource.each(resource.client(self), "crmList", class, params)
end

local group = resource.class("client.customers", Customers)

---@param client ai95.Client
---@return ai95.Customers
return function(client)
  return resource.bind(group, client, {})
end
