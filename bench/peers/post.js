// A POST whose answer is JSON.
'use strict';
const http = require(process.env.BENCH_URL.startsWith('https:') ? 'https' : 'http');

function post(agent, path, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      'Accept': 'application/json', 'Content-Type': 'application/json;charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    };
    const request = http.request(process.env.BENCH_URL + path, { method: 'POST', agent, headers, timeout: 30000 }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error('status ' + response.statusCode));
        resolve(JSON.parse(Buffer.concat(pieces).toString()));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

module.exports = { http, post };
