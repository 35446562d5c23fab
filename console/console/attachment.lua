--- The headers of a file that a browser saves.

---@param kind string its type; the file is UTF-8
---@param plain string its name in ASCII, for browsers that know no other
---@param name string its name
return function(kind, plain, name)
  ngx.header["Content-Type"] = kind .. "; charset=utf-8"
  ngx.header["Content-Disposition"] = ("attachment; filename=\"%s\"; filename*=UTF-8''%s"):format(
    plain, ngx.escape_uri((name:gsub("[/\\%c]", "_"))))
end
