// Updates a page in place while a campaign runs: every few seconds it loads the page again, and
// changes the parts that are marked with data-live. Filters, focus and place stay as they are.
'use strict';

const INTERVAL = 5000; // ms

function syncAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function isSame(old, fresh) {
  return old.nodeName === fresh.nodeName
    && (old.dataset?.key ?? '') === (fresh.dataset?.key ?? '');
}

/** Makes a node like a new one, and keeps the elements that are in both. */
function morph(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  syncAttributes(old, fresh);
  const keys = new Set([...fresh.children].map((child) => child.dataset.key));
  for (const child of [...old.children]) {
    if (child.dataset.key && !keys.has(child.dataset.key)) child.remove();
  }
  const keyed = new Map([...old.children].map((child) => [child.dataset.key, child]));
  let place = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const known = child.dataset?.key && keyed.get(child.dataset.key);
    if (known && known !== place) {
      old.insertBefore(known, place);
      place = known;
    }
    if (place && isSame(place, child)) {
      morph(place, child);
      place = place.nextSibling;
    } else {
      old.insertBefore(document.adoptNode(child), place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

async function load() {
  const response = await fetch(location.href, { headers: { 'X-Update': '1' } });
  if (response.redirected) location.reload();
  if (!response.ok) throw new Error(response.statusText);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

async function update() {
  if (document.hidden) return;
  const updated = document.querySelector('.updated');
  try {
    const fresh = await load();
    for (const old of document.querySelectorAll('[data-live]')) {
      const part = fresh.getElementById(old.id);
      if (part) morph(old, part);
    }
    updated?.classList.remove('late');
  } catch {
    if (updated && !updated.classList.contains('late')) {
      const [time] = updated.textContent.match(/\d\d:\d\d:\d\d/) ?? [''];
      updated.textContent = `${updated.dataset.late} ${time}`;
      updated.classList.add('late');
    }
  }
}

if (document.body.hasAttribute('data-updating') && document.querySelector('[data-live]')) {
  (async () => {
    for (;;) {
      await new Promise((resolve) => { setTimeout(resolve, INTERVAL); });
      await update();
    }
  })();
}
