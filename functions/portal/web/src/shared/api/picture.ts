/** Pictures that may be chosen. */
export const PICTURES = 'image/png,image/jpeg,image/webp';

/** A picture as the body of a request, as it is; the description of the API calls bytes a text. */
export function bodyOf(picture: Blob) {
  return { body: picture as unknown as string, bodySerializer: (body: unknown) => body as Blob, headers: { 'Content-Type': picture.type } };
}
