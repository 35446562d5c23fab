--- What the library says of databases, in Chinese.

return {
  -- addresses
  {
    "sync: the parameter \"db\" must be \"sqlite:PATH\", \"postgres://USER@HOST/DATABASE\" or"
      .. " \"mysql://USER@HOST/DATABASE\": %s",
    "--db 必须是 \"sqlite:PATH\"、\"postgres://USER@HOST/DATABASE\" 或 \"mysql://USER@HOST/DATABASE\"：%s",
  },
  { "it has another scheme", "开头不是这三种" },
  { "// is missing behind the scheme", "开头后面缺少 //" },
  {
    "a path has no // in front (an absolute one is sqlite:/PATH)",
    "路径前面没有 //（绝对路径是 sqlite:/PATH）",
  },
  { "the path is empty", "路径是空的" },
  { "percent-encode blanks and control characters", "空格和控制字符要写成 %%XX" },
  { "a %% must be percent-encoded as %%25", "%% 要写成 %%25" },
  {
    "the host is not valid; percent-encode : / ? @ in a user or a password",
    "主机名无效；用户名和密码里的 : / ? @ 要写成 %%XX",
  },
  {
    "it must name one database; percent-encode / and @ in a user or a password",
    "要指明一个数据库；用户名和密码里的 / 和 @ 要写成 %%XX",
  },
  { "it must name one database", "要指明一个数据库" },
  { "a mysql address has no parameters but socket=PATH", "mysql 的地址只能有参数 socket=PATH" },
  { "it has a NUL byte", "含有 NUL 字节" },

  -- connections
  {
    "another sync into this database is still running: run it again when that has ended",
    "这个数据库的另一次同步还在进行：等它结束再运行",
  },
  { "LuaDBI's driver for %s cannot be loaded: %s", "LuaDBI 的 %s 驱动加载不了：%s" },
  {
    "%s needs LuaDBI, which this Lua (%s) does not have: install the Debian package %s, or the rock"
      .. " luadbi-%s",
    "%s 需要 LuaDBI，这个 Lua（%s）没有：请安装 Debian 软件包 %s，或者 rock luadbi-%s",
  },
  {
    "it cannot be reached, or refuses the user, the password or the database: check that the server"
      .. " runs, and the address (psql with the same address says which)",
    "连不上，或者用户名、密码、数据库被拒绝：请检查服务器是否在运行、地址对不对（用同样的地址运行 psql 可以看出是哪一种）",
  },
  { "it cannot be reached: check that the server runs, and the address", "连不上：请检查服务器是否在运行、地址对不对" },
  {
    "it refuses the user or the password, or the user has no rights on the database: check the"
      .. " address and the user's rights",
    "用户名或密码被拒绝，或者用户没有数据库的权限：请检查地址和用户的权限",
  },
  { "there is no database of this name: create it", "没有这个数据库：请创建" },
  { "the user may not do that: grant it all rights on the database", "用户没有权限：请授予数据库的全部权限" },
  {
    "the user may not do that: grant it CREATE on the schema, and all rights on the tables",
    "用户没有权限：请授予 schema 的 CREATE 权限和表的全部权限",
  },
  {
    "it is read-only, perhaps a replica: give the address of the primary server",
    "数据库只读，可能是副本：请给出主服务器的地址",
  },
  { "its disk is full: make room, and run the sync again", "服务器的磁盘满了：请腾出空间，再同步一次" },
  { "run the sync again when it is back. Nothing is half written", "等它恢复再同步一次。没有写到一半的数据" },
  { "the server went away", "服务器断开了" },
  { "the server is ending", "服务器正在停止" },
  { "the server ended the connection", "服务器断开了连接" },
  {
    "another program holds its rows: run the sync again when that has ended",
    "别的程序占用着它的数据：等那个程序结束再同步一次",
  },
  { "a row is larger than its max_allowed_packet: raise that", "有一行超过了它的 max_allowed_packet：请调大" },

  -- tables
  {
    "its tables were made by a newer ai95 (version %d, this one knows %d): update ai95",
    "表是更新版本的 ai95 建的（版本 %d，这个只认得 %d）：请升级 ai95",
  },
  {
    "it has a table %s that is not ai95's: sync into another database",
    "里面的表 %s 不是 ai95 的：请同步到别的数据库",
  },
  {
    "it has the data of another account (%s, this one is %s): sync into another database. If it is"
      .. " the same account at a new address, correct the row 'account' of its table ai95_meta",
    "里面是另一个账号的数据（%s，现在是 %s）：请同步到别的数据库。如果是同一账号换了地址，请改正表 ai95_meta 里的 'account' 一行",
  },

  -- SQLite
  {
    "another program is writing to it: run the sync again when that has ended",
    "别的程序正在写它：等那个程序结束再同步一次",
  },
  { "the disk is full: make room, and run the sync again", "磁盘满了：请腾出空间，再同步一次" },
  {
    "it is read-only: make the file and its folder writable for this user",
    "只读：请让当前用户能写这个文件和它的目录",
  },
  {
    "it cannot be opened: check that it is a file, and that this user may write it and its folder",
    "打不开：请检查它是不是文件，当前用户能不能写它和它的目录",
  },
  { "it is not an SQLite database: give another path", "不是 SQLite 数据库：请给出别的路径" },
  { "it is damaged: restore a backup, or sync into a new file", "已损坏：请恢复备份，或者同步到新文件" },
  {
    "the disk failed, or the folder cannot be written: check both, and run the sync again",
    "磁盘出错，或者目录不能写：请检查，再同步一次",
  },
}
