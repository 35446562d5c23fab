// Players of recordings: one plays at a time, and one that cannot play says so. On the page of a
// call, the conversation follows the recording, and keys play, seek and go to the next call.
'use strict';

const STEP = 5; // seconds

const players = [...document.querySelectorAll('audio')];

function play(audio) {
  audio.play().catch(() => {}); // its error event shows what is wrong
}

for (const audio of players) {
  const dead = audio.nextElementSibling;
  const show = () => {
    audio.hidden = true;
    dead.hidden = false;
  };
  audio.addEventListener('play', () => {
    for (const other of players) {
      if (other !== audio) other.pause();
    }
  });
  audio.addEventListener('error', show);
  if (audio.error) show(); // before this script was loaded
  dead.querySelector('button').addEventListener('click', () => {
    dead.hidden = true;
    audio.hidden = false;
    audio.load();
    audio.focus();
    play(audio);
  });
}

const whole = document.querySelector('.call .card audio');
const turns = [...document.querySelectorAll('.talk [data-at]')];

function seek(seconds) {
  const end = Number.isFinite(whole.duration) ? whole.duration : seconds;
  whole.currentTime = Math.max(0, Math.min(seconds, end));
}

/** Marks the turn that is played. */
function follow() {
  const now = turns.findLast((turn) => Number(turn.dataset.at) <= whole.currentTime);
  for (const turn of turns) {
    const isNow = turn === now && whole.currentTime > 0;
    if (isNow && !turn.classList.contains('now') && !whole.paused) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      turn.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
    }
    turn.classList.toggle('now', isNow);
  }
}

const actions = {
  ' ': () => (whole.paused ? play(whole) : whole.pause()),
  ArrowLeft: () => seek(whole.currentTime - STEP),
  ArrowRight: () => seek(whole.currentTime + STEP),
};

function open(rel) {
  document.querySelector(`.steps a[rel=${rel}]`)?.click();
}

/** Keys are for the page unless a control that uses them has the focus. */
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest('input, select, textarea, audio')) return;
  if (event.shiftKey) {
    if (event.key === 'ArrowLeft') open('prev');
    if (event.key === 'ArrowRight') open('next');
    return;
  }
  if (event.key === ' ' && event.target.closest('button, summary')) return;
  if (!whole || whole.hidden || !actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
}

if (document.querySelector('.call')) {
  document.querySelector('.keys').hidden = false;
  document.addEventListener('keydown', onKey);
}
if (whole) {
  whole.addEventListener('timeupdate', follow);
  for (const turn of turns) {
    const button = turn.querySelector('.seek');
    button.hidden = false;
    button.addEventListener('click', () => {
      seek(Number(turn.dataset.at));
      play(whole);
    });
  }
}
