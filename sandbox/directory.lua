--- Accounts, AI users and project templates, which the platform's staff set up. They never change.

local directory = {}

directory.team_sn = "ROOT|0008"
directory.team_name = "上海未讯测试"
directory.caller_group = "900002"
directory.expired = "2099-03-08"

--- `may_operate` is the permission to import and operate tasks; without it an account only reads.
directory.accounts = {
  { username = "hln", password = "secret", user_sn = "SYSUSER|5d03d133d7fb004e2ccf34eb8fbdc45c",
    may_operate = true, has_ai_users = true },
  { username = "guest", password = "secret", user_sn = "SYSUSER|084e0343a0486ff05530df6c705c8bb4",
    may_operate = false, has_ai_users = true },
  { username = "noai", password = "secret", user_sn = "SYSUSER|7f5b4e0b2d9c4a1f8e6d3c2b1a098765",
    may_operate = true, has_ai_users = false },
}

--- `windows` are up to four pairs of times of day; the user may dial between the times of a pair.
directory.ai_users = {
  { user_sn = "SYSUSER|cdbe0021b3f5e11f43c9175757b11e2e", user_name = "hln2", max_call_count = 5,
    windows = { { "08:00:00", "18:00:00" }, { "08:30:00", "21:10:00" } },
    callin_project_sn = "民政局", skillgroup_sn = "test2", expired = "2099-03-08" },
  { user_sn = "SYSUSER|7e319be661f57a0a1800eac51b24c811", user_name = "hln4", max_call_count = 1,
    windows = {
      { "09:00:00", "12:00:00" }, { "13:30:00", "17:30:00" }, { "18:00:00", "20:00:00" },
    },
    callin_project_sn = "民政局", skillgroup_sn = "test4", expired = "2099-12-31" },
  { user_sn = "SYSUSER|3c59dc048e8850243be8079a5c74d079", user_name = "hln5", max_call_count = 1,
    windows = { { "08:00:00", "18:00:00" } },
    callin_project_sn = nil, skillgroup_sn = "test5", expired = "2019-03-08" },
}

--- A template without columns is empty: the platform refuses imports into it.
directory.projects = {
  { sn = "project|8ac1cebd6407f30fb4f618615de41990", project_name = "云集购买的的韩后系列",
    project_caption = "云集购买的的韩后系列", columns = { "姓名", "电话", "地址" }, has_file = true },
  { sn = "project|f3b5f18ca069f32e26824ba30c7167ea", project_name = "测试项目",
    project_caption = "测试项目", columns = { "姓名", "电话", "欠费金额", "到期日" }, has_file = true },
  { sn = "project|801e3bcb0c6caadedd2f68087403191b", project_name = "空白模板",
    project_caption = "空白模板", columns = {}, has_file = false },
}

local function finder(list, key)
  return function(value)
    for _, entry in ipairs(list) do
      if entry[key] == value then return entry end
    end
    return nil
  end
end

directory.account_by_name = finder(directory.accounts, "username")
directory.account_by_sn = finder(directory.accounts, "user_sn")
directory.ai_user_by_sn = finder(directory.ai_users, "user_sn")
directory.project_by_sn = finder(directory.projects, "sn")

return directory
