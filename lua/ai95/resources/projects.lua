--- Project templates: the platform's 营销模板.
local resource = require "ai95.resources.resource"

--- What a robot says, and the columns that it needs. A plain table with the platform's own fields.
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
