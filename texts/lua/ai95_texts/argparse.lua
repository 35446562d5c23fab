--- What argparse says of arguments that are wrong, in Chinese.

return {
  { "unknown option '%s'%s", "没有选项 '%s'%s" },
  { "unknown command '%s'%s", "没有命令 '%s'%s" },
  { "too many arguments", "参数太多" },
  { "missing %s", "缺少%s" },
  { "%s requires an argument", "%s 后面要有一个值" },
  { "%s can not be used together with %s", "%s 不能与%s 一起用" },
  { "a command is required", "请给出一个命令" },
  { "option '%s' does not take arguments", "选项 '%s' 后面不能有值" },
  { "argument for option '%s' must be one of %s", "选项 '%s' 的值必须是 %s 之一" },
  { "%s must be one of %s", "%s 必须是 %s 之一" },
  { "\nDid you mean '%s'?", "\n是不是 '%s'？" },
  { "\nDid you mean one of these: %s?", "\n是不是其中之一：%s？" },
  { "option '%s'", "选项 '%s'" },
  { "argument '%s'", "参数 '%s'" },
}
