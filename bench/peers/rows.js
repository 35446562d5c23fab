'use strict';
const crypto = require('crypto');
const fs = require('fs');
const { sign, read, measure } = require('./platform.js');

const input = read(process.env.BENCH_DATA + '/rows.json');
const rows = input.rows.map((row) => Object.fromEntries(input.columns.map((name, i) => [name, row[i]])));
const count = Number(process.env.BENCH_COUNT);
const user_sn = process.env.BENCH_USER_SN;
const api_key = process.env.BENCH_API_KEY;

function request() {
  const cipher = crypto.createCipheriv('aes-128-cbc', user_sn.slice(8, 24), '1234567890123456');
  const encrypted = cipher.update(JSON.stringify({ data: rows }), 'utf8', 'base64') + cipher.final('base64');
  const fields = {
    user_sn, api_key, project_sn: 'project|8ac1cebd6407f30fb4f618615de41990', source: '春季回访',
    client_info_json: encrypted, ai_user_sn: 'SYSUSER|0c1d2e3f405162738495a6b7c8d9eafb', is_zidong: 'on', aes: true,
  };
  const { source, client_info_json, aes, ...signed } = fields;
  return Buffer.from(JSON.stringify({ url: sign(signed), ...fields }));
}

let body;
measure(() => {
  for (let i = 0; i < count; i++) body = request();
}).then(() => fs.writeFileSync(process.env.BENCH_OUT + '/body.json', body));
