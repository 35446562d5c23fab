// Sends a form once. After a double click, the browser would show the answer to the second request,
// which the console refuses, and drop the answer to the first.
'use strict';

const AGAIN = 10000; // ms after which it can be sent again, should the browser have stopped

let sent = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  form.dataset.sent = ''; // shows it
  setTimeout(() => {
    sent.delete(form);
    delete form.dataset.sent;
  }, AGAIN);
});

// A page from the browser's own store: its answer was left.
window.addEventListener('pageshow', () => {
  sent = new WeakSet();
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
