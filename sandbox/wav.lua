--- Makes recordings: mono PCM of 8 kHz and 16 bits, two soft tones that alternate.

local char, floor, pi, rep, sin = string.char, math.floor, math.pi, string.rep, math.sin

local wav = {}

local RATE = 8000
local AMPLITUDE = 3000

local function little_endian(number, bytes)
  local digits = {}
  for index = 1, bytes do
    digits[index] = char(number % 256)
    number = floor(number / 256)
  end
  return table.concat(digits)
end

--- One second, half of it at each frequency. Even frequencies let the seconds join without a click.
local function second_of(first, second)
  local samples = {}
  for index = 0, RATE - 1 do
    local frequency = index < RATE / 2 and first or second
    local value = floor(AMPLITUDE * sin(2 * pi * frequency * index / RATE))
    if value < 0 then value = value + 65536 end
    samples[index + 1] = char(value % 256, floor(value / 256))
  end
  return table.concat(samples)
end

--- The bytes of a WAV file. `name` determines the tones, so that two recordings differ.
function wav.tone(name, seconds)
  local hash = ngx.crc32_short(name)
  local data_bytes = floor(seconds * RATE) * 2
  local second = second_of(220 + hash % 64 * 2, 360 + floor(hash / 64) % 64 * 2)
  local data = string.sub(rep(second, math.ceil(seconds)), 1, data_bytes)
  return "RIFF" .. little_endian(36 + data_bytes, 4) .. "WAVE"
    .. "fmt " .. little_endian(16, 4) .. little_endian(1, 2) .. little_endian(1, 2)
    .. little_endian(RATE, 4) .. little_endian(RATE * 2, 4)
    .. little_endian(2, 2) .. little_endian(16, 2)
    .. "data" .. little_endian(data_bytes, 4) .. data
end

return wav
