/** The side of the picture that is sent, in pixels. */
const SIDE = 512;
const QUALITY = 0.9;

interface Square {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A square of a picture, as a JPEG; without one the picture's middle. Also what a camera took is small then. */
export async function cropped(file: File, square?: Square): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const shorter = Math.min(picture.width, picture.height);
  const { x, y, width, height } = square ?? { x: (picture.width - shorter) / 2, y: (picture.height - shorter) / 2, width: shorter, height: shorter };
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const paper = canvas.getContext('2d');
  if (!paper) throw new Error('there is nothing to draw on');
  // A JPEG has no transparency.
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, SIDE, SIDE);
  paper.drawImage(picture, x, y, width, height, 0, 0, SIDE, SIDE);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
