const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Codes that are named and are no country: unions, tests, and the unknown one. */
const NONE = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'];

/** The countries by their names in a language, each by its ISO 3166 code. A code that was given up has a newer one's name. */
export function countries(language: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter((code) => !NONE.includes(code));
  const named = codes.flatMap((value) => {
    const current = new Intl.Locale(`und-${value}`).region;
    const label = names.of(value);
    return label && current === value ? [{ value, label: `${label} (${value})` }] : [];
  });
  return named.sort((one, other) => one.label.localeCompare(other.label, language));
}
