/** What a page may ask for when nothing of it is there yet: each file is an invocation of `get-page`. */
export interface Budget {
  /** Requests, those of the API included. */
  requests: number;
  /** Bytes on the wire, without those of the API. */
  bytes: number;
  /** How far what is there may jump while the rest comes (CLS). */
  shift: number;
}

const KB = 1024;

export const BUDGETS: Record<'login' | 'home' | 'desk', Budget> = {
  login: { requests: 12, bytes: 250 * KB, shift: 0.02 },
  home: { requests: 18, bytes: 270 * KB, shift: 0.05 },
  desk: { requests: 24, bytes: 440 * KB, shift: 0.05 },
};

/** When the first thing is to be seen on slow 4G with a phone's processor, in milliseconds. */
export const FIRST_PAINT = 2_500;
