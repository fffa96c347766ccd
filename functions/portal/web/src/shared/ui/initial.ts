/** The letter that stands for a person. Of a Chinese name it is the last character, as elsewhere in China. */
export function initialOf(name: string): string {
  const letters = [...name.trim()];
  return (/\p{Script=Han}/u.test(name) ? letters.at(-1) : letters[0]?.toUpperCase()) ?? '';
}
