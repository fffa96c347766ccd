import { logoOf, PRODUCT, useFace } from '@/shared/session/face';

/** The mark and name of the enterprise whose pages these are, or else the product's. */
export function Brand() {
  const { face } = useFace();
  const logo = face ? logoOf(face) : null;
  return (
    <span className="brand">
      {logo ? <img src={logo} alt="" width={28} height={28} /> : <Mark />}
      <span className="brand-name" translate="no">{face?.name ?? PRODUCT}</span>
    </span>
  );
}

function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" width="28" height="28">
      <rect width="32" height="32" rx="8" className="brand-mark" />
      <path d="M9 25V11a3 3 0 0 1 3-3h8a3 3 0 0 1 3 3v14" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M6.5 25h19" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="18.6" cy="17" r="1.7" fill="#fff" />
    </svg>
  );
}
