import { useState } from 'react';

import { initialOf } from './initial';
import './avatar.css';

interface Props {
  name: string;
  /** Whose picture it is. */
  identityId: string;
  /** Changes when the picture does; nothing where there is none. */
  tag?: string | null | undefined;
  size?: 'small' | 'large';
}

/** The picture of a person, or the letter that stands for him. The name stands beside it. */
export function Avatar({ name, identityId, tag, size = 'small' }: Props) {
  const [broken, setBroken] = useState<string>();
  return (
    <span className={`avatar avatar-${size}`} aria-hidden>
      {tag && tag !== broken ? <img src={`/api/identities/${identityId}/avatar#${tag}`} alt="" onError={() => setBroken(tag)} /> : initialOf(name)}
    </span>
  );
}
