// Calls, `width` of them at once.
'use strict';
const { sign, measure } = require('./platform.js');
const { http, post } = require('./post.js');

function cdrlist(page) {
  const fields = {
    user_sn: process.env.BENCH_USER_SN, api_key: process.env.BENCH_API_KEY,
    pageIndex: page, pageSize: 3, start_create_at: '2018-05-08 15:40:10',
  };
  return JSON.stringify({ url: sign(fields), ...fields });
}

async function calls(width) {
  const count = Number(process.env.BENCH_COUNT);
  let page = 0, rows = 0;
  await measure(async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: width });
    const worker = async () => {
      while (page < count) {
        const answer = await post(agent, '/api/cdrlist', cdrlist(++page));
        if (answer.code !== 0) throw new Error('code ' + answer.code);
        rows += answer.data.list.length;
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
    agent.destroy();
  });
  console.log('result ' + rows);
}

module.exports = { calls };
