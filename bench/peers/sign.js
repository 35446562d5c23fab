'use strict';
const { sign, named, read, measure } = require('./platform.js');

const fields = named(read(process.env.BENCH_DATA + '/fields.json'));
const count = Number(process.env.BENCH_COUNT);
let signature;
measure(() => {
  for (let i = 0; i < count; i++) signature = sign(fields);
}).then(() => console.log('result ' + signature));
