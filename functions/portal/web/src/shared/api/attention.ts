/** The header by which a page says that it asks by itself: that does not count as use of the session. */
export const BY_ITSELF = 'foyer-by-itself';

/** What somebody does is followed by requests within this time, in milliseconds. */
const FOLLOWS = 5_000;

/** What somebody does with a page. Moving the mouse is not it: a table that is knocked moves one. */
const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

// Who opens a page does something.
let acted = Date.now();

/** Listens for what somebody does. */
export function watchAttention(target: EventTarget): void {
  for (const act of ACTS) {
    target.addEventListener(act, () => { acted = Date.now(); }, { passive: true, capture: true });
  }
}

/** Whether a request that goes out now follows from something that somebody did. */
export function isAttended(now = Date.now()): boolean {
  return now - acted < FOLLOWS;
}
