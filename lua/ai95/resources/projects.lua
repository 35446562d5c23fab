--- Project templates: the platform's 营销模板.
local model = require "ai95.resources.resource"

local Project = model.class("Project")

--- What a robot says, and the columns that it needs. A plain table with the platform's own fields.
---@class ai95.Project
---@field sn string what an import takes as `project_sn`
---@field project_name string the name
---@field project_caption string the title
---@field project_excel string|nil the address of the workbook to fill in, as the platform gives it
local methods = Project.methods

--- The signed address of the workbook to fill in (section 下载任务模板接口). It holds the api_key: it is not for
--- strangers.
---@return string|nil url
---@return ai95.Error|nil err as of `client:url`
function methods:template_url()
  return model.client(self):url("exportModel", { project_sn = self.sn })
end

--- Downloads the workbook to fill in (section 下载任务模板接口).
---
---     assert(project:download_template "template.xlsx")
---@param to string|(fun(piece: string))|nil a path, a function called with each piece, or nothing for the bytes
---@return ai95.Download|nil saved
---@return ai95.Error|nil err any kind; kind `"file"`: of the path
function methods:download_template(to)
  return model.client(self):request("exportModel", { project_sn = self.sn, to = to })
end

--- The account's project templates.
---@class ai95.Projects
local Projects = {}
Projects.__index = Projects

--- All of them (section 获取营销模板接口).
---@return ai95.Project[]|nil list
---@return ai95.Error|nil err any kind but `"file"`
function Projects:list()
  local rows, err = self.client:request("getProjects")
  return rows and model.wrap_all(Project, self.client, rows), err
end

---@param client ai95.Client
---@return ai95.Projects
return function(client)
  return setmetatable({ client = client }, Projects)
end
