--- Project templates: the platform's 营销模板.
local errors = require "ai95.errors"
local lazy = require "ai95.util.lazy"
local resource = require "ai95.resources.resource"

local read_template = lazy "ai95.import.template"

--- What an AI user says, and a list's columns. A plain table with the platform's own fields.
---@class ai95.Project
---@field sn string an import's `project_sn`
---@field project_name string the name
---@field project_caption string the title
---@field project_excel string|nil the address of the workbook to fill in, as the platform gives it
local Project = {}

--- The signed address of the workbook to fill in (section 下载任务模板接口). It contains the api_key: it is
--- not for strangers.
---@return string|nil url
---@return ai95.Error|nil err as for `client:url`
function Project:template_url()
  return resource.client(self):url("exportModel", { project_sn = self.sn })
end

--- Downloads the workbook to fill in (section 下载任务模板接口).
---
---     assert(project:download_template "template.xlsx")
---@param to string|(fun(piece: string))|nil a path, a function that receives each piece, or absent
--- for the bytes
---@return ai95.Download|nil saved
---@return ai95.Error|nil err any kind; kind `"file"`: of the path
function Project:download_template(to)
  return resource.client(self):request("exportModel", { project_sn = self.sn }, { to = to })
end

--- The columns that a customer list for this project has, from its template: 姓名, 电话, and those that
--- the AI user speaks of. For `template` of `ai95.rows` and `ai95.check`.
---
---     print(table.concat(assert(project:columns()), " "))
---@return string[]|nil columns
---@return ai95.Error|nil err any kind; kind `"protocol"`: the template cannot be read, and why;
--- `"file"`: the module `ai95.workbook` is missing
function Project:columns()
  local saved, err = self:download_template()
  if not saved then
    return nil, err
  end
  local columns, problem, is_missing = read_template(saved.body)
  if not columns then
    return nil, errors.new { kind = is_missing and "file" or "protocol", endpoint = "exportModel",
      outcome = is_missing and "not_sent" or "rejected",
      message = "the project's template cannot be read: " .. problem }
  end
  return columns
end

local class = resource.class("project", Project)

--- The account's project templates.
---@class ai95.Projects
local Projects = {}

--- All of them (section 获取营销模板接口).
---@return ai95.Project[]|nil list
---@return ai95.Error|nil err any kind but `"file"`
function Projects:list()
  return resource.all(resource.client(self), "getProjects", class)
end

local group = resource.class("client.projects", Projects)

---@param client ai95.Client
---@return ai95.Projects
return function(client)
  return resource.bind(group, client, {})
end
