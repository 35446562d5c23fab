'use strict';
const { calls } = require('./calls_in_flight.js');

calls(Number(process.env.BENCH_WIDTH));
