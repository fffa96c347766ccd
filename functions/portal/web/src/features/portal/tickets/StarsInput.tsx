import { useId } from 'react';
import { useTranslation } from 'react-i18next';

const STARS = [1, 2, 3, 4, 5] as const;

/** Chooses one to five stars, with a pointer or the arrows. A field of a form. */
export function StarsInput({ label, value, onChange }: { label: string; value?: number; onChange?: (stars: number) => void }) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="stars-input">
      <legend>{label}</legend>
      {STARS.map((count) => (
        <label key={count} className={count <= (value ?? 0) ? 'star star-on' : 'star'}>
          <input type="radio" name={name} value={count} checked={count === value} onChange={() => onChange?.(count)} />
          <span aria-hidden>★</span>
          <span className="visually-hidden">{t('stars', { count })}</span>
        </label>
      ))}
      {value ? <span className="star-count" aria-hidden>{t('stars', { count: value })}</span> : null}
    </fieldset>
  );
}
