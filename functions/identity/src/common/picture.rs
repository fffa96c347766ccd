//! Pictures as they come, made into pictures as they are kept: decoded and encoded anew, so that nothing but what is
//! to be seen is left of a file. What a phone notes beside it (the place, the time) goes, and so does whatever else
//! a file may carry.

use std::io::Cursor;

use foyer_kit::Problem;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};
use tokio::task::spawn_blocking;

/// The side of a picture as it is kept, in pixels. It is shown at 96 at most, on screens of twice the density.
const SIDE: u32 = 256;
/// The longest side that is read: a little more than phones take.
const LONGEST_SIDE: u32 = 10_000;
/// The most that a decoded picture may take, in bytes: 32 megapixels in colour. A file of a megabyte can hold many
/// thousand times that.
const LARGEST: u64 = 96 * 1024 * 1024;
/// How many times longer a side may be than the other: of a narrower strip the middle shows nothing.
const NARROWEST: u32 = 20;
/// Between 1 and 100. A face takes 10 to 20 KB, noise 60 KB.
const QUALITY: u8 = 85;

/// The middle square of a picture, as a JPEG.
pub async fn square(bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let done = spawn_blocking(move || {
        let picture = decoded(&bytes).ok_or_else(no_picture)?;
        encoded(&middle(&picture).resize_exact(SIDE, SIDE, FilterType::CatmullRom))
    });
    done.await.map_err(Problem::internal)?
}

/// The square in the middle, before anything is scaled: what a narrow strip becomes when it is scaled to fill a square
/// has thousands of times its pixels.
fn middle(picture: &DynamicImage) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let side = width.min(height);
    picture.crop_imm((width - side) / 2, (height - side) / 2, side, side)
}

/// 422: whatever is wrong with it.
fn no_picture() -> Problem {
    Problem::invalid("", "is no PNG, JPEG or WebP that can be read, has more than 32 megapixels, or is much longer one way than the other")
}

/// What it shows, the right way up. What it is is told by its content, whatever it was called.
fn decoded(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    matches!(reader.format()?, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP).then_some(())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(LARGEST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // The limits above are the decoder's for itself; what it decodes into is ours.
    (decoder.total_bytes() <= LARGEST).then_some(())?;
    let (width, height) = decoder.dimensions();
    (width.min(height) > 0 && width.max(height) / width.min(height) <= NARROWEST).then_some(())?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

/// What can be seen through is white.
fn encoded(picture: &DynamicImage) -> Result<Vec<u8>, Problem> {
    let source = picture.to_rgba8();
    let over_white = |channel: u8, alpha: u8| {
        let mixed = (u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let flat = RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0;
        image::Rgb([red, green, blue].map(|channel| over_white(channel, alpha)))
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&flat).map_err(Problem::internal)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn file(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = DynamicImage::from(picture.clone());
        let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
        picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    fn shown(jpeg: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    fn is_near(pixel: image::Rgb<u8>, wanted: [u8; 3]) -> bool {
        pixel.0.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) < 12)
    }

    // S001-25: of a wide picture the middle, of a transparent one what is behind it
    #[tokio::test]
    async fn every_kind_becomes_the_same_square() {
        let mut wide = RgbaImage::from_pixel(600, 200, Rgba([200, 30, 30, 255]));
        for (x, _, pixel) in wide.enumerate_pixels_mut() {
            if (200..400).contains(&x) {
                *pixel = Rgba([20, 60, 200, 255]);
            }
        }
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let square = shown(&square(file(&wide, format)).await.unwrap());
            assert_eq!(square.dimensions(), (256, 256), "{format:?}");
            assert!(is_near(*square.get_pixel(128, 128), [20, 60, 200]) && is_near(*square.get_pixel(8, 250), [20, 60, 200]), "{format:?}");
        }
        let clear = file(&RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0])), ImageFormat::Png);
        assert!(is_near(*shown(&square(clear).await.unwrap()).get_pixel(9, 9), [255, 255, 255]));
    }

    // S001-25: a phone notes which way it was held, and much that is nobody's business
    #[tokio::test]
    async fn a_picture_is_turned_up_and_its_notes_are_gone() {
        let mut lying = RgbImage::from_pixel(64, 64, image::Rgb([240, 240, 240]));
        (0..64).for_each(|x| (0..32).for_each(|y| lying.put_pixel(x, y, image::Rgb([10, 10, 10]))));
        // TIFF, little endian, with one entry: tag 0x0112 (orientation), 16 bits, one value: turn right.
        let notes = b"II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00";
        let mut file = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut file, 95);
        image::ImageEncoder::set_exif_metadata(&mut encoder, notes.to_vec()).unwrap();
        encoder.encode_image(&lying).unwrap();
        assert!(file.windows(4).any(|part| part == b"Exif"));
        let kept = square(file).await.unwrap();
        assert!(!kept.windows(4).any(|part| part == b"Exif"));
        let square = shown(&kept);
        assert!(is_near(*square.get_pixel(240, 128), [10, 10, 10]) && is_near(*square.get_pixel(16, 128), [240, 240, 240]));
    }

    // S001-25: a PNG of 700 KB that would take 10 GB, and one of few bytes that is too wide
    #[tokio::test]
    async fn a_bomb_is_no_picture() {
        for (width, height) in [(50_000, 50_000), (10_001, 1), (9_999, 9_999), (0, 0), (1, 0), (u32::MAX, u32::MAX), (u32::MAX, 1)] {
            let refused = square(png(width, height)).await.unwrap_err();
            assert_eq!((refused.status().as_u16(), refused.code()), (422, "invalid"), "{width} × {height}");
        }
        let good = file(&RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 255])), ImageFormat::Png);
        for broken in [&good[..good.len() / 2], b"GIF89a\x01\x00\x01\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""] {
            assert_eq!(square(broken.to_vec()).await.unwrap_err().code(), "invalid");
        }
    }

    /// The least of a few times that it takes to make a square of a picture, or to refuse it; and what became of it.
    #[expect(clippy::disallowed_methods, reason = "the time that it takes is what is compared")]
    async fn took(width: u32, height: u32) -> (std::time::Duration, Result<Vec<u8>, Problem>) {
        let picture = file(&RgbaImage::from_pixel(width, height, Rgba([20, 60, 200, 255])), ImageFormat::Png);
        let (mut least, mut outcome) = (std::time::Duration::MAX, Err(Problem::not_found()));
        for _ in 0..3 {
            let began = std::time::Instant::now();
            outcome = square(picture.clone()).await;
            least = least.min(began.elapsed());
        }
        (least, outcome)
    }

    // S001-25: a strip of a few bytes that took 2 GB and 38 s once. What is read takes no more than what is seen: no strip
    // takes much more than a picture of a million pixels, however fast the machine is.
    #[tokio::test]
    async fn strips_cost_no_more_than_squares() {
        let (whole, kept) = took(1_000, 1_000).await;
        assert!(kept.is_ok());
        for (width, height) in [(1, 10_000), (10_000, 1), (2, 9_999), (9_999, 100), (1, 21), (420, 20)] {
            let (strip, refused) = took(width, height).await;
            assert_eq!(refused.unwrap_err().code(), "invalid", "{width} × {height}");
            assert!(strip < whole * 10, "{width} × {height}: {strip:?}, and {whole:?} for a square");
        }
        for (width, height) in [(200, 4_000), (4_000, 200), (1, 1), (1, 20)] {
            let (narrow, kept) = took(width, height).await;
            assert!(is_near(*shown(&kept.unwrap()).get_pixel(128, 128), [20, 60, 200]), "{width} × {height}");
            assert!(narrow < whole * 10, "{width} × {height}: {narrow:?}, and {whole:?} for a square");
        }
    }

    /// The head of a PNG that says it is so large, in eight bits of colour.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut head = b"IHDR".to_vec();
        head.extend(width.to_be_bytes());
        head.extend(height.to_be_bytes());
        head.extend([8, 6, 0, 0, 0]);
        let mut bytes = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d".to_vec();
        bytes.extend(&head);
        bytes.extend(crc(&head).to_be_bytes());
        bytes.extend(b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e");
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }
}
