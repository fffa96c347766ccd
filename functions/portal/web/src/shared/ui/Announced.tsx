import { useState } from 'react';

/** Says what came since the page was opened, to who does not see it come. `at` rises with what comes; it is not there before it was read. */
export function Announced({ at, text }: { at: number | undefined; text: string }) {
  const [first, setFirst] = useState(at);
  if (first === undefined && at !== undefined) setFirst(at);
  return <p role="status" className="visually-hidden">{first !== undefined && at !== undefined && at > first ? text : null}</p>;
}
