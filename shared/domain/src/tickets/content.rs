//! What a file is by its first bytes: whether it is a program or a page under another's name, and what kind of
//! picture, film or text it is otherwise.
//!
//! Files of real life have many forms, and none of them is refused for being unknown here: what is asked is whether
//! a browser or a shell would run it. Every file is downloaded, never shown (decision 31); this is the second lock.

use super::attachment::MediaType;

/// How much of a PDF may stand before its own first line: programs that send mail put blanks and lines there.
const PDF_WITHIN: usize = 1024;
/// How much of a file that is no text is looked at for a page or a script.
const BEGINNING: usize = 512;
/// The header that programs of Windows begin with.
const DOS_HEADER: usize = 64;
/// Of so many units of text that is UTF-16 without saying so, one at least is of ASCII.
const SAMPLE: usize = 4;

impl MediaType {
    /// The type under which a file is kept that was announced as this one and begins with `head`; `None` if it is
    /// refused. `whole`: that is all of it. A picture is kept as the picture that it is, whatever it is called.
    pub fn found(self, head: &[u8], whole: bool) -> Option<Self> {
        if head.is_empty() || runs(head, whole) {
            return None;
        }
        match self {
            Self::Text | Self::Csv => is_text(head, whole).then_some(self),
            // What is left out of a ZIP archive is not looked at: nothing in it is run from here.
            Self::Zip => is_zip(head).then_some(self),
            Self::Pdf => head[..head.len().min(PDF_WITHIN)].windows(5).any(|part| part == b"%PDF-").then_some(self),
            Self::Docx | Self::Xlsx | Self::Pptx | Self::Doc | Self::Xls | Self::Ppt => office(self, head),
            // A picture or a film.
            _ => picture_or_film(head),
        }
    }
}

/// Whether a shell would run it, or a browser would.
fn runs(head: &[u8], whole: bool) -> bool {
    // What is binary further on may still begin as one of them.
    let beginning = || String::from_utf8_lossy(&head[..head.len().min(BEGINNING)]).into_owned();
    let text = text_of(head, whole).unwrap_or_else(beginning);
    is_program(head) || is_script(&text) || is_page(&text)
}

/// Programs of Windows, Linux, macOS, Java, Android and browsers, and links of Windows, which start one.
fn is_program(head: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 11] = [
        b"\x7fELF",
        b"\xfe\xed\xfa\xce",
        b"\xfe\xed\xfa\xcf",
        b"\xce\xfa\xed\xfe",
        b"\xcf\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"\0asm",
        b"dex\n",
        b"BC\xc0\xde",
        b"L\0\0\0\x01\x14\x02\0",
        b"ITSF\x03\0\0\0",
    ];
    // Two letters that a text may begin with too, but without the zeros of the header that they begin.
    let dos = (head.starts_with(b"MZ") || head.starts_with(b"ZM")) && head[..head.len().min(DOS_HEADER)].contains(&0);
    dos || BEGINNINGS.iter().any(|beginning| head.starts_with(beginning))
}

/// `#!/bin/sh`, and what servers run.
fn is_script(text: &str) -> bool {
    let text = text.trim_start();
    let command = text.strip_prefix("#!").map(|rest| rest.trim_start_matches([' ', '\t']));
    command.is_some_and(|command| command.starts_with('/')) || ["<?php", "<?=", "<%"].iter().any(|begins| begins_with(text, begins))
}

/// HTML, XML and SVG, and the archives of pages. Browsers look for a tag where text begins (WHATWG, MIME sniffing).
fn is_page(text: &str) -> bool {
    const TAGS: [&str; 34] = [
        "a", "article", "b", "base", "body", "br", "div", "embed", "font", "form", "frameset", "h1", "h2", "head", "html", "iframe", "img",
        "input", "link", "main", "math", "meta", "object", "p", "script", "section", "span", "style", "svg", "table", "template", "title",
        "video", "xml",
    ];
    let text = text.trim_start();
    let Some(tag) = text.strip_prefix('<') else { return begins_with(text, "MIME-Version:") || begins_with(text, "From: <Saved by") };
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    let ends = tag[name.len()..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/' | ':'));
    begins_with(tag, "!--")
        || begins_with(tag, "!DOCTYPE")
        || begins_with(tag, "?xml")
        || (ends && TAGS.contains(&name.to_ascii_lowercase().as_str()))
}

fn begins_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// Whether it is text in any encoding.
fn is_text(head: &[u8], whole: bool) -> bool {
    text_of(head, whole).is_some()
}

/// The text that it is, as far as it is of ASCII: in UTF-8, UTF-16 or UTF-32, or in one of the many encodings that
/// have a byte or two for a letter and ASCII below. `None` if it is none. A log that ends in the zeros of a disk that
/// was full is text.
fn text_of(head: &[u8], whole: bool) -> Option<String> {
    let written = if whole { &head[..head.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)] } else { head };
    let text = match head {
        [0xff, 0xfe, 0, 0, ..] => utf32(&head[4..], u32::from_le_bytes)?,
        [0, 0, 0xfe, 0xff, ..] => utf32(&head[4..], u32::from_be_bytes)?,
        [0xff, 0xfe, ..] => utf16(&head[2..], u16::from_le_bytes)?,
        [0xfe, 0xff, ..] => utf16(&head[2..], u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, ..] => String::from_utf8_lossy(&head[3..]).into_owned(),
        _ if !written.contains(&0) => String::from_utf8_lossy(written).into_owned(),
        // Each letter has two bytes.
        _ if whole && head.len() % 2 == 1 => return None,
        // Letters of ASCII have a zero before or behind them.
        [0, ..] => sampled(utf16(head, u16::from_be_bytes)?)?,
        _ => sampled(utf16(head, u16::from_le_bytes)?)?,
    };
    let control =
        |c: char| c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{7}' | '\u{8}' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{1b}');
    (!text.contains(control)).then_some(text)
}

/// Text without a mark that says how it is encoded must have enough of ASCII to be believed.
fn sampled(text: String) -> Option<String> {
    let ascii = text.chars().filter(char::is_ascii).count();
    (ascii * SAMPLE >= text.chars().count()).then_some(text)
}

/// Text in UTF-16; the last unit, or half of a pair, may have been cut.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| unit([two[0], two[1]])).collect();
    let cut = units.last().is_some_and(|last| (0xd800..0xdc00).contains(last));
    String::from_utf16(&units[..units.len() - usize::from(cut)]).ok()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Option<String> {
    bytes.chunks_exact(4).map(|four| char::from_u32(unit([four[0], four[1], four[2], four[3]]))).collect()
}

/// An archive; an empty one and one in parts begin otherwise.
fn is_zip(head: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|beginning| head.starts_with(*beginning))
}

/// Office's forms: the frame of the old ones, which those with a password have too; the archive of the new ones; RTF.
/// Which of the new ones it is, an archive says; the others are what they are called.
fn office(announced: MediaType, head: &[u8]) -> Option<MediaType> {
    let framed = head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") || head.starts_with(b"{\\rtf");
    if framed {
        return Some(announced);
    }
    is_zip(head).then(|| {
        let is = infer::get(head).map_or("", |kind| kind.mime_type());
        [MediaType::Docx, MediaType::Xlsx, MediaType::Pptx].into_iter().find(|kind| kind.as_str() == is).unwrap_or(announced)
    })
}

/// Which picture or film it is, whatever it is called.
fn picture_or_film(head: &[u8]) -> Option<MediaType> {
    let after = |at: usize, part: &[u8]| head.get(at..at + part.len()) == Some(part);
    Some(match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => MediaType::Png,
        [0xff, 0xd8, 0xff, ..] => MediaType::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => MediaType::Gif,
        [b'R', b'I', b'F', b'F', ..] if after(8, b"WEBP") => MediaType::Webp,
        [b'R', b'I', b'F', b'F', ..] if after(8, b"AVI ") => MediaType::Avi,
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => MediaType::Tiff,
        // Two letters are no proof; four bytes that are always 0 are.
        [b'B', b'M', ..] if after(6, &[0; 4]) => MediaType::Bmp,
        [0x1a, 0x45, 0xdf, 0xa3, ..] if head[..head.len().min(64)].windows(4).any(|part| part == b"webm") => MediaType::Webm,
        [0x1a, 0x45, 0xdf, 0xa3, ..] => MediaType::Mkv,
        [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, ..] => MediaType::Wmv,
        _ if after(4, b"ftyp") => branded(head),
        // QuickTime from before there were brands.
        _ if [b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"].iter().any(|part| after(4, *part)) => MediaType::Mov,
        _ => return None,
    })
}

/// The forms of one family (ISO 14496-12), told by the brands that a file names. What is none of the others is played
/// as MP4.
fn branded(head: &[u8]) -> MediaType {
    let length = head.first_chunk::<4>().map_or(0, |length| u32::from_be_bytes(*length) as usize);
    let brands: Vec<&[u8]> = head.get(8..length.clamp(12, 256).min(head.len())).unwrap_or_default().chunks_exact(4).collect();
    let has = |wanted: &[&[u8; 4]]| brands.iter().any(|brand| wanted.iter().any(|one| one.as_slice() == *brand));
    if has(&[b"avif", b"avis"]) {
        MediaType::Avif
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]) {
        MediaType::Heic
    } else if brands.first() == Some(&&b"qt  "[..]) {
        MediaType::Mov
    } else {
        MediaType::Mp4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn with_mark(text: &str) -> Vec<u8> {
        [b"\xff\xfe".to_vec(), utf16le(text)].concat()
    }

    /// The parts of an archive, each behind its header.
    fn archive(names: &[&str]) -> Vec<u8> {
        let part =
            |name: &&str| [&b"PK\x03\x04"[..], &[0; 22], &[u8::try_from(name.len()).unwrap(), 0, 0, 0], name.as_bytes(), &[7; 40]].concat();
        names.iter().flat_map(part).collect()
    }

    fn movie(brands: &[&[u8; 4]]) -> Vec<u8> {
        let length = u32::try_from(8 + 4 + 4 * brands.len()).unwrap().to_be_bytes();
        let (first, others) = brands.split_first().unwrap();
        let others: Vec<u8> = others.iter().flat_map(|brand| brand.iter().copied()).collect();
        [&length[..], b"ftyp", *first, b"\0\0\0\0", &others[..], b"\0\0\0\x08free"].concat()
    }

    const FRAME: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x3e\0\x03\0\xfe\xff\x09\0";

    /// Beginnings of files as people have them: what each program writes, how the file is called, what it is kept as.
    fn of_real_life() -> Vec<(&'static str, &'static str, Vec<u8>, MediaType)> {
        use MediaType::{
            Avi, Avif, Bmp, Csv, Doc, Docx, Gif, Heic, Jpeg, Mkv, Mov, Mp4, Pdf, Png, Ppt, Pptx, Text, Tiff, Webm, Webp, Wmv, Xls, Xlsx,
            Zip,
        };
        let word = archive(&["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"]);
        let excel = archive(&["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml"]);
        vec![
            ("Notepad, Unicode", "a.txt", with_mark("设备编号\tE-204\r\n故障\r\n"), Text),
            ("Notepad, Unicode big endian", "a.txt", b"\xfe\xff\0E\0-\x81\xea\0\r\0\n".to_vec(), Text),
            ("Notepad, UTF-8 with a mark", "a.txt", b"\xef\xbb\xbf\xe6\x95\x85\r\n".to_vec(), Text),
            ("Notepad in China, ANSI", "a.csv", b"\xb9\xca\xd5\xcf,E-204\r\n".to_vec(), Csv),
            ("Notepad in Taiwan, Big5", "a.txt", b"\xa4\xa4\xa4\xe5\r\n".to_vec(), Text),
            ("Notepad in Japan, Shift JIS", "a.txt", b"\x93\xfa\x96\x7b\x8c\xea\r\n".to_vec(), Text),
            ("Notepad in Germany", "a.txt", b"\xdcberdruck, Ventil \xb5\r\n".to_vec(), Text),
            ("Excel, Unicode text", "a.csv", with_mark("订单\t数量\r\n"), Csv),
            ("PowerShell 5, Out-File", "a.log", with_mark("Get-Service : Access denied\r\n"), Text),
            ("wevtutil, without a mark", "a.log", utf16le("Log Name: System\r\nEvent ID: 7036\r\n"), Text),
            ("msiexec /l*v", "a.log", with_mark("=== Verbose logging started: 28/11/2026 ===\r\n"), Text),
            ("a log whose disk was full", "a.log", [&b"12:00 ok\r\n"[..], &[0; 64]].concat(), Text),
            ("a terminal with colours", "a.log", b"\x1b[31merror\x1b[0m beep\x07\r\n".to_vec(), Text),
            ("an old editor of DOS", "a.txt", b"line\r\n\x1a".to_vec(), Text),
            ("syslog", "a.log", b"<13>Nov 28 02:00:00 host app: up\n".to_vec(), Text),
            ("a stack trace", "a.log", b"<init> (Main.java:3)\n".to_vec(), Text),
            ("a certificate", "a.txt", b"-----BEGIN CERTIFICATE-----\nMIIB\n".to_vec(), Text),
            ("text like a bitmap", "a.txt", b"BM 2000 is jammed".to_vec(), Text),
            ("text like a program", "a.txt", b"MZ-1200 printer is jammed\r\n".to_vec(), Text),
            ("UTF-32", "a.txt", b"\xff\xfe\0\0a\0\0\0b\0\0\0".to_vec(), Text),
            ("Word", "a.docx", word.clone(), Docx),
            ("Word with a password", "a.docx", FRAME.to_vec(), Docx),
            ("Excel with a password", "a.xlsx", FRAME.to_vec(), Xlsx),
            ("Word 97", "a.doc", FRAME.to_vec(), Doc),
            ("Excel 97", "a.xls", FRAME.to_vec(), Xls),
            ("PowerPoint 97", "a.ppt", FRAME.to_vec(), Ppt),
            ("WPS, parts in another order", "a.pptx", archive(&["docProps/app.xml", "ppt/presentation.xml"]), Pptx),
            ("WordPad", "a.doc", b"{\\rtf1\\ansi".to_vec(), Doc),
            ("Word, called .doc", "a.doc", word.clone(), Docx),
            ("Excel, called .docx", "a.docx", excel, Xlsx),
            ("an archive of nothing", "a.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec(), Zip),
            ("an archive of documents", "a.zip", word, Zip),
            ("PDF", "a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), Pdf),
            ("a scanner, lines before the PDF", "a.pdf", b"\r\n\r\n%PDF-1.4\n".to_vec(), Pdf),
            ("a screenshot", "a.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec(), Png),
            ("a telephone", "a.jpg", b"\xff\xd8\xff\xe1\x1f\xfeExif\0\0".to_vec(), Jpeg),
            ("a camera", "a.jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Jpeg),
            ("a camera without JFIF", "a.jpg", b"\xff\xd8\xff\xdb\0\x43".to_vec(), Jpeg),
            ("iPhone, called .jpg", "IMG_0001.jpg", movie(&[b"heic", b"mif1", b"heic"]), Heic),
            ("iPhone", "a.heic", movie(&[b"mif1", b"mif1", b"heic"]), Heic),
            ("Samsung", "a.heic", movie(&[b"heix", b"mif1"]), Heic),
            ("Android, AVIF called .jpg", "a.jpg", movie(&[b"avif", b"mif1", b"miaf"]), Avif),
            ("a messenger, WebP called .png", "a.png", b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), Webp),
            ("a messenger, JPEG called .png", "a.png", b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), Jpeg),
            ("a film of a screen", "a.gif", b"GIF89a\x20\x03".to_vec(), Gif),
            ("Paint", "a.bmp", b"BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec(), Bmp),
            ("Paint, called .jpg", "a.jpg", b"BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec(), Bmp),
            ("a scanner", "a.tif", b"II*\0\x08\0\0\0".to_vec(), Tiff),
            ("a scanner of a Mac", "a.tiff", b"MM\0*\0\0\0\x08".to_vec(), Tiff),
            ("Android", "a.mp4", movie(&[b"isom", b"isom", b"mp42"]), Mp4),
            ("iPhone, a film", "a.mov", movie(&[b"qt  ", b"qt  "]), Mov),
            ("iPhone, a film called .mp4", "a.mp4", movie(&[b"qt  "]), Mov),
            ("DJI", "a.mp4", movie(&[b"avc1", b"isom"]), Mp4),
            ("a telephone of 2008", "a.3gp", movie(&[b"3gp4", b"3gp4"]), Mp4),
            ("iTunes", "a.m4v", movie(&[b"M4V ", b"mp42"]), Mp4),
            ("GoPro from before brands", "a.mov", b"\0\0\0\x08wide\0\0\0\0mdat".to_vec(), Mov),
            (
                "Chrome's recorder",
                "a.webm",
                b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm".to_vec(),
                Webm,
            ),
            ("OBS", "a.mkv", b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska".to_vec(), Mkv),
            ("an inspection camera", "a.avi", b"RIFF\xff\xff\0\0AVI LIST".to_vec(), Avi),
            ("Windows' recorder", "a.wmv", b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9".to_vec(), Wmv),
        ]
    }

    fn kept_as(name: &str, head: &[u8]) -> Option<MediaType> {
        let name = name.to_owned().try_into().unwrap();
        MediaType::of(&name).unwrap().found(head, true)
    }

    #[test]
    fn files_of_real_life_are_taken_under_their_true_type() {
        for (from, name, head, expected) in of_real_life() {
            assert_eq!(kept_as(name, &head), Some(expected), "{from}");
        }
    }

    #[test]
    fn what_would_be_run_is_refused_whatever_it_is_called() {
        let pages = [
            "<!DOCTYPE html><html>",
            "\r\n <html>",
            "<HTML lang=de>",
            "<script>alert(1)</script>",
            "<!-- x --><body>",
            "<?xml version=\"1.0\"?><x/>",
            "<svg xmlns=\"x\">",
            "<svg/onload=alert(1)>",
            "<img src=x onerror=y>",
            "<iframe src=x>",
            "<?php echo 1;",
            "<%= 1 %>",
            "MIME-Version: 1.0\r\nContent-Type: multipart/related",
            "#!/bin/sh\nrm -rf /",
            "#! /usr/bin/env python3\n",
        ];
        let mut running: Vec<Vec<u8>> = vec![
            [&b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"[..], &[0; 48]].concat(),
            b"MZ\x90\0".to_vec(),
            b"\x7fELF\x02\x01\x01\0".to_vec(),
            b"\xcf\xfa\xed\xfe\x07\0\0\x01".to_vec(),
            b"\xca\xfe\xba\xbe\0\0\0\x37".to_vec(),
            b"\0asm\x01\0\0\0".to_vec(),
            b"dex\n035\0".to_vec(),
            b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0".to_vec(),
        ];
        for page in pages {
            running.extend([page.as_bytes().to_vec(), [b"\xef\xbb\xbf", page.as_bytes()].concat(), with_mark(page), utf16le(page)]);
        }
        for name in ["a.txt", "a.csv", "a.log", "a.png", "a.jpg", "a.mp4", "a.pdf", "a.docx", "a.xls", "a.zip", "a.heic"] {
            for head in &running {
                assert_eq!(kept_as(name, head), None, "{name}: {}", head.escape_ascii());
            }
            assert_eq!(kept_as(name, b""), None);
        }
        assert_eq!(kept_as("a.pdf", b"<html><script></script>\n%PDF-1.4"), None);
    }

    #[test]
    fn what_is_none_of_its_family_is_refused() {
        for (name, head) in [
            ("a.txt", &b"a\0b"[..]),
            ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"),
            ("a.csv", FRAME),
            ("a.png", b"a picture"),
            ("a.mp4", b"PK\x03\x04"),
            ("a.pdf", b"\xff\xd8\xff\xe0"),
            ("a.zip", b"\x89PNG\r\n\x1a\n"),
            ("a.docx", b"\xff\xd8\xff\xe0"),
        ] {
            assert_eq!(kept_as(name, head), None, "{name}: {}", head.escape_ascii());
        }
    }

    #[test]
    fn text_may_be_cut_within_a_character() {
        let text = with_mark("故障🎉");
        assert!(is_text(&text[..text.len() - 1], false) && is_text(&text[..text.len() - 2], false));
        assert!(is_text(&"你好".as_bytes()[..4], false));
    }
}
