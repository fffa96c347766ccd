/** The entity tags of what was read last, by path: an edit says with `If-Match` what its editor has seen. */
const editions = new Map<string, string>();

/** Notes the edition that an answer is of. */
export function noteEdition(url: string, response: Response): void {
  const tag = response.ok ? response.headers.get('etag') : null;
  if (tag) editions.set(new URL(url, location.origin).pathname, tag);
}

/** The edition of what was read from a path; ask for it when a form is filled, not when it is sent. */
export function editionOf(path: string): string | undefined {
  return editions.get(path);
}

/** The header that says what was seen. */
export function ifMatch(edition: string | undefined): Record<string, string> {
  return edition ? { 'if-match': edition } : {};
}
