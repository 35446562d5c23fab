'use strict';
const { sign } = require('./platform.js');
const { post } = require('./post.js');

const fields = { username: 'hln', password: 'secret', from: '2' };
post(undefined, '/api/login', JSON.stringify({ url: sign(fields), ...fields }))
  .then((answer) => console.log('result ' + answer.data.api_key));
