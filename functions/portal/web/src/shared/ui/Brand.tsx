/** The same in every language. */
const NAME = 'Foyer';

/** The product's mark and name. */
export function Brand() {
  return (
    <span className="brand">
      <svg aria-hidden viewBox="0 0 32 32" width="28" height="28">
        <rect width="32" height="32" rx="8" fill="#2b55c9" />
        <path d="M9 25V11a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v14" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
        <path d="M6.5 25h19" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
        <circle cx="18.6" cy="17" r="1.7" fill="#fff" />
      </svg>
      <span translate="no">{NAME}</span>
    </span>
  );
}
