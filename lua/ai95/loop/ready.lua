local core = require "ai95.core"

--- Whether what is waited for is there. It is a table: { on = … } a transfer or another thing of the core whose ready() is true,
--- { at = t } a time of core.now(), { signal = … } a table whose field `raised` is true (by `latest`, a time too, nobody waits
--- for it any more). What `deserted` is, is discarded where the one who waits is ended from outside.
return function(wait)
  if wait.on then
    return wait.on:ready()
  elseif wait.at then
    return core.now() >= wait.at
  end
  return wait.signal.raised == true or (wait.latest ~= nil and core.now() >= wait.latest)
end
