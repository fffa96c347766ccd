/** Only addresses of the web: nothing that runs, and nothing of this device. */
const ADDRESS = /https?:\/\/[^\s<>"“”‘’（）【】《》，。；：！？、]+/g;
/** What ends a sentence is not part of the address in it. */
const TAIL = /[.,;:!?'）)\]]+$/;

/** A text in parts, in order: what is an address, and what is between. */
export function partsOf(text: string): { text: string; link: boolean }[] {
  const parts: { text: string; link: boolean }[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(TAIL, '');
    if (!URL.canParse(address)) continue;
    if (index > from) parts.push({ text: text.slice(from, index), link: false });
    parts.push({ text: address, link: true });
    from = index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), link: false });
  return parts;
}
