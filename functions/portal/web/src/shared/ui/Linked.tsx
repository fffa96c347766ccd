import { partsOf } from './links';

/** A text in which addresses of the web can be followed. They are others': they learn nothing of us. */
export function Linked({ text }: { text: string }) {
  return partsOf(text).map((part, place) => (part.link ? <a key={place} href={part.text} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a> : part.text));
}
