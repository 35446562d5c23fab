// What a Node program needs for the platform: the signature.
'use strict';
const crypto = require('crypto');
const fs = require('fs');

const escape = (char) => '\\u' + char.charCodeAt(0).toString(16).padStart(4, '0');

// JSON.stringify, with what PHP escapes besides, and without the blanks.
function canonical(fields) {
  return JSON.stringify(fields).replace(/[\u0080-\uffff]/g, escape).replace(/\//g, '\\/').replace(/[ \r\n\t]/g, '');
}

function sign(fields) {
  return crypto.createHash('md5').update(canonical(fields)).digest('hex').slice(1, 9);
}

// A flat list (name, value, …) as an object in its order.
function named(flat) {
  const fields = {};
  for (let i = 0; i < flat.length; i += 2) fields[flat[i]] = flat[i + 1];
  return fields;
}

const read = (path) => JSON.parse(fs.readFileSync(path, 'utf8'));

// Runs `work` and prints how long it and its CPU took.
async function measure(work) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  await work();
  const used = process.cpuUsage(cpu);
  console.log(`cpu ${(used.user + used.system) / 1e6}\nwall ${Number(process.hrtime.bigint() - wall) / 1e9}`);
}

module.exports = { sign, named, read, measure };
