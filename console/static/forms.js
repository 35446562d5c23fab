// Sends a form once. After a double click, the browser would show the answer to the second request,
// which the console refuses, and drop the answer to the first.
'use strict';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if ('sent' in form.dataset) event.preventDefault();
  form.dataset.sent = '';
});

// A page from the browser's own store: its answer was left.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
