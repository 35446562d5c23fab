'use strict';
const { calls } = require('./calls_in_flight.js');

calls(1);
