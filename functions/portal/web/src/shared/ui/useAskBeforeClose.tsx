import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Options {
  /** Whether something is written that would be lost. */
  isWritten: () => boolean;
  /** Closes it; what was written is not wanted any more. */
  onClose: () => void;
}

/**
 * Asks before a dialog or drawer with a text in it closes: a click beside it and Escape are easily done. The question
 * stands where its buttons were, so that nothing opens over it; doing the same again goes back to the text.
 */
export function useAskBeforeClose({ isWritten, onClose }: Options): { close: () => void; question: ReactNode | null } {
  const [asking, setAsking] = useState(false);
  const close = () => {
    if (asking) setAsking(false);
    else if (isWritten()) setAsking(true);
    else onClose();
  };
  const discard = () => {
    setAsking(false);
    onClose();
  };
  return { close, question: asking ? <Question onKeep={() => setAsking(false)} onDiscard={discard} /> : null };
}

function Question({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const { t } = useTranslation();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div className="ask-close" role="group" aria-label={t('discard.sure')}>
      <p role="alert">{t('discard.sure')}</p>
      <Button danger onClick={onDiscard}>{t('discard.yes')}</Button>
      <Button ref={keep} type="primary" onClick={onKeep}>{t('discard.no')}</Button>
    </div>
  );
}
