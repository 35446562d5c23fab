// Players of recordings: one plays at a time, and one that cannot play says so.
'use strict';

for (const audio of document.querySelectorAll('audio')) {
  const dead = audio.nextElementSibling;
  audio.addEventListener('play', () => {
    for (const other of document.querySelectorAll('audio')) {
      if (other !== audio) other.pause();
    }
  });
  const show = () => {
    audio.hidden = true;
    dead.hidden = false;
  };
  audio.addEventListener('error', show);
  if (audio.error) show(); // before this script was loaded
  dead.querySelector('button').addEventListener('click', () => {
    dead.hidden = true;
    audio.hidden = false;
    audio.load();
    audio.focus();
    audio.play().catch(() => {}); // its error event shows what is wrong
  });
}
