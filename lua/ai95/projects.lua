--- Project templates: the platform's 营销模板.
local model = require "ai95.model"

local Project = model.class("Project")

---@class ai95.Project
---@field sn string
---@field project_name string
---@field project_caption string
---@field project_excel string|nil

--- The signed address of the template's workbook. It holds the api_key: it is not for strangers.
---@return string|nil url
---@return ai95.Error|nil err
function Project.methods:template_url()
  return model.client(self):url("exportModel", { project_sn = self.sn })
end

--- Downloads the template's workbook (section 下载任务模板接口).
---@param to string|function|nil a path, a function called with each piece, or nothing for the bytes
---@return ai95.Download|nil
---@return ai95.Error|nil err
function Project.methods:download_template(to)
  return model.client(self):request("exportModel", { project_sn = self.sn, to = to })
end

---@class ai95.Projects
local Projects = {}
Projects.__index = Projects

--- Section 获取营销模板接口.
---@return ai95.Project[]|nil
---@return ai95.Error|nil err
function Projects:list()
  local rows, err = self.client:request("getProjects")
  return rows and model.wrap_all(Project, self.client, rows), err
end

---@param client ai95.Client
---@return ai95.Projects
return function(client)
  return setmetatable({ client = client }, Projects)
end
