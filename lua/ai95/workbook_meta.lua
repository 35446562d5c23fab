---@meta ai95.workbook
-- The functions of the C module for .xlsx files, for editors. Nothing loads this file.
-- luacheck: no unused args

--- Reads a workbook of Excel (.xlsx) in constant memory, apart from the texts that its cells share,
--- and gives the cells of a sheet as CSV. The module is a library of its own, since it needs libzip
--- and expat: `require` fails if it is not built.
---
--- A problem is a clause for a person, to be read after the file's name: "the workbook is protected
--- with a password: …". Misuse raises an error, and so does a lack of memory.
---
---     local book = assert(workbook.open "customers.xlsx")
---     assert(book:sheet(1))
---     for text in function() return book:read() end do io.write(text) end
---@class ai95.workbook
local workbook = {}

--- Opens the file and reads which sheets it has.
---@param path string a regular file
---@return ai95.Workbook|nil book
---@return string|nil problem
function workbook.open(path) end

--- Opens a workbook that is in memory.
---@param content string the file's bytes, which are kept until the workbook is closed
---@return ai95.Workbook|nil book
---@return string|nil problem
function workbook.open_bytes(content) end

--- One open workbook. The collector closes it.
---@class ai95.Workbook
local Workbook = {} -- luacheck: ignore 241

--- The sheets with cells, in the workbook's order. There is at least one.
---@return { name: string, hidden: boolean }[] sheets
function Workbook:sheets() end

--- Begins to read a sheet, from its first row.
---@param number integer from 1 to the number of sheets
---@return true|nil ok
---@return string|nil problem
function Workbook:sheet(number) end

--- The next block of the sheet, about 64 KB of CSV (RFC 4180, UTF-8, commas, LF), which may end in
--- the middle of a record. Each row of the sheet is one record, and a row that the sheet leaves out
--- is an empty line: the number of a record is the row's number in Excel. Empty fields at the end
--- of a record are left out. Numbers have all their digits, dates are `Y-m-d`, `Y-m-d H:i:s` or
--- `H:i:s`, formulas have the value that Excel saved, and booleans are TRUE and FALSE. A formula
--- without a value is `#NO_VALUE!`. The record of a hidden row begins with the byte 255.
---@return string|nil text nil at the end, and if there is a problem
---@return string|nil problem also the next time
function Workbook:read() end

--- Frees the memory and the file at once. The other functions then raise an error.
function Workbook:close() end

return workbook
