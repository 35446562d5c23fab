--- A statement that is executed for many rows at once, which is faster than one by one. There are
--- statements of it for 1, 2, 4, 8 … rows.
local MAX_VALUES = 500 -- of one statement

local unpack = unpack or table.unpack -- luacheck: ignore 143

---@class ai95.DatabaseMany
---@field list table the values of the rows that wait, one behind the other
---@field at integer how many they are: the next row's are put behind them
---@field private width integer values of a row
---@field private max integer rows of the largest statement
---@field private sql fun(rows: integer): string
---@field private run fun(sql: string, ...)
---@field private statements table<integer, string> by the number of rows
local Many = {}
Many.__index = Many

--- Executes it for `rows` rows from a place in the list on.
function Many:execute(from, rows)
  local sql = self.statements[rows]
  if not sql then
    sql = self.sql(rows)
    self.statements[rows] = sql
  end
  self.run(sql, unpack(self.list, from + 1, from + rows * self.width))
end

--- Takes a row, whose values were put into the list.
function Many:take()
  self.at = self.at + self.width
  if self.at == self.max * self.width then
    self:execute(0, self.max)
    self.at = 0
  end
end

--- Executes it for the rows that wait.
function Many:finish()
  local from, rows = 0, self.max
  while from < self.at do
    if from + rows * self.width <= self.at then
      self:execute(from, rows)
      from = from + rows * self.width
    else
      rows = math.floor(rows / 2)
    end
  end
  self.at = 0
end

---@param width integer values of a row
---@param sql fun(rows: integer): string the statement for so many rows
---@param run fun(sql: string, ...) executes one with its values
---@return ai95.DatabaseMany
return function(width, sql, run)
  local max = 1
  while max * 2 * width <= MAX_VALUES do
    max = max * 2
  end
  return setmetatable({ list = {}, at = 0, width = width, max = max, sql = sql, run = run,
    statements = {} }, Many)
end
