//! Attachments 附件 of a ticket or a draft: how many there are, what they may be, and how one is added.
//!
//! A file is begun, uploaded by its owner, and finished when its content was looked at. Only then it is
//! one: nobody else sees it before. What is begun holds its place for [`UPLOAD_TIME`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::TicketState;
use crate::id::{AttachmentId, IdentityId, TenantId, TicketId};
use crate::text::{Line, Name, TextFault};

/// Most attachments of a ticket; staff have as many more for themselves.
pub const MOST: usize = 10;
/// The longest file, in bytes: 20 MB.
pub const LONGEST: u64 = 20 * 1024 * 1024;
/// How long a link to upload a file can be used. What has begun by then may go on.
pub const UPLOAD_LINK: SignedDuration = SignedDuration::from_mins(15);
/// How long after it was begun a file may be finished.
pub const UPLOAD_TIME: SignedDuration = SignedDuration::from_hours(1);
/// When what was uploaded is looked at again, and removed if nothing became of it. No upload lasts as long.
pub const UPLOAD_OVER: SignedDuration = SignedDuration::from_hours(24);
/// How long a link to download a file can be used.
pub const DOWNLOAD_LINK: SignedDuration = SignedDuration::from_mins(5);
/// How much of a file shows what it is, in bytes.
pub const HEAD: u64 = 16 * 1024;

/// What a file is called, of 1 to 150 characters, without a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName(Line<150>);

/// Why a file's name or size was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// The name is no line of text.
    #[error(transparent)]
    Text(#[from] TextFault),
    /// The name has a path in it.
    #[error("must not contain / or \\")]
    Path,
    /// The file is empty or too long.
    #[error("must be from 1 to {LONGEST} bytes")]
    Size,
}

impl FileName {
    /// The name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for FileName {
    type Error = FileFault;

    fn try_from(raw: String) -> Result<Self, FileFault> {
        let line = Line::try_from(raw)?;
        if line.as_str().contains(['/', '\\']) { Err(FileFault::Path) } else { Ok(Self(line)) }
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.0.into()
    }
}

/// How long a file is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct FileSize(u64);

impl TryFrom<u64> for FileSize {
    type Error = FileFault;

    fn try_from(bytes: u64) -> Result<Self, FileFault> {
        if (1..=LONGEST).contains(&bytes) { Ok(Self(bytes)) } else { Err(FileFault::Size) }
    }
}

impl From<FileSize> for u64 {
    fn from(size: FileSize) -> Self {
        size.0
    }
}

/// What a file may be. Nothing that a browser would run is among it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaType {
    /// Picture.
    Png,
    /// Picture.
    Jpeg,
    /// Picture.
    Gif,
    /// Picture.
    Webp,
    /// Picture, as phones take them.
    Heic,
    /// Picture, as phones take them.
    Avif,
    /// Picture.
    Bmp,
    /// Picture, as scanners make them.
    Tiff,
    /// Film.
    Mp4,
    /// Film, as phones take them.
    Mov,
    /// Film, as browsers record it.
    Webm,
    /// Film.
    Mkv,
    /// Film.
    Avi,
    /// Film, as Windows records it.
    Wmv,
    /// PDF.
    Pdf,
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// `PowerPoint`.
    Pptx,
    /// Word, as it was.
    Doc,
    /// Excel, as it was.
    Xls,
    /// `PowerPoint`, as it was.
    Ppt,
    /// Plain text.
    Text,
    /// Text in columns.
    Csv,
    /// An archive.
    Zip,
}

/// Each with its name on the wire and how names of files end.
const MEDIA_TYPES: [(MediaType, &str, &[&str]); 24] = [
    (MediaType::Png, "image/png", &["png"]),
    (MediaType::Jpeg, "image/jpeg", &["jpg", "jpeg"]),
    (MediaType::Gif, "image/gif", &["gif"]),
    (MediaType::Webp, "image/webp", &["webp"]),
    (MediaType::Heic, "image/heif", &["heic", "heif"]),
    (MediaType::Avif, "image/avif", &["avif"]),
    (MediaType::Bmp, "image/bmp", &["bmp"]),
    (MediaType::Tiff, "image/tiff", &["tif", "tiff"]),
    (MediaType::Mp4, "video/mp4", &["mp4", "m4v", "3gp"]),
    (MediaType::Mov, "video/quicktime", &["mov"]),
    (MediaType::Webm, "video/webm", &["webm"]),
    (MediaType::Mkv, "video/x-matroska", &["mkv"]),
    (MediaType::Avi, "video/x-msvideo", &["avi"]),
    (MediaType::Wmv, "video/x-ms-wmv", &["wmv"]),
    (MediaType::Pdf, "application/pdf", &["pdf"]),
    (MediaType::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    (MediaType::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    (MediaType::Pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    (MediaType::Doc, "application/msword", &["doc"]),
    (MediaType::Xls, "application/vnd.ms-excel", &["xls"]),
    (MediaType::Ppt, "application/vnd.ms-powerpoint", &["ppt"]),
    (MediaType::Text, "text/plain", &["txt", "log", "md"]),
    (MediaType::Csv, "text/csv", &["csv"]),
    (MediaType::Zip, "application/zip", &["zip"]),
];

impl MediaType {
    /// What a file of this name must be; `None` for what is not taken.
    pub fn of(name: &FileName) -> Option<Self> {
        let (_, ending) = name.as_str().rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        MEDIA_TYPES.iter().find(|(_, _, endings)| endings.contains(&ending.as_str())).map(|(media_type, ..)| *media_type)
    }

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        MEDIA_TYPES.iter().find(|(media_type, ..)| *media_type == self).map_or("application/octet-stream", |(_, name, _)| name)
    }

    /// Every ending that is taken.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        MEDIA_TYPES.iter().flat_map(|(_, _, endings)| endings.iter().copied())
    }
}

/// A file of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub attachment_id: AttachmentId,
    /// What it is called.
    pub name: FileName,
    /// What it is.
    pub media_type: MediaType,
    /// How long it is.
    pub size: FileSize,
    /// Whether it is for staff alone.
    pub internal: bool,
    /// Who adds it.
    pub author: IdentityId,
    /// His name.
    pub author_name: Name,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When its content was looked at, from which moment on it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_at: Option<Timestamp>,
}

/// All files of a ticket or a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachments {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The ticket, or the ticket to be.
    pub ticket_id: TicketId,
    /// In the order in which they were begun.
    pub files: Vec<Attachment>,
}

/// There are as many as there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are {MOST} attachments")]
pub struct TooMany;

impl Attachment {
    /// Whether it is being uploaded, or was begun so long ago that nothing becomes of it.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.added_at.is_none() && self.begun_at + UPLOAD_TIME <= now
    }
}

impl Attachments {
    /// None of this ticket.
    pub fn none(tenant_id: TenantId, ticket_id: TicketId) -> Self {
        Self { tenant_id, ticket_id, files: Vec::new() }
    }

    /// Those that are there, and that the caller may know of.
    pub fn added(&self, internal: bool) -> impl Iterator<Item = &Attachment> {
        self.files.iter().filter(move |file| file.added_at.is_some() && (internal || !file.internal))
    }

    /// One of them.
    pub fn find(&self, id: AttachmentId) -> Option<&Attachment> {
        self.files.iter().find(|file| file.attachment_id == id)
    }

    /// With one that is begun. Those of which nothing became are forgotten.
    pub fn begin(&self, file: Attachment) -> Result<Self, TooMany> {
        let mut next = self.clone();
        next.files.retain(|other| !other.is_over(file.begun_at));
        if next.files.iter().filter(|other| other.internal == file.internal).count() >= MOST {
            return Err(TooMany);
        }
        next.files.push(file);
        Ok(next)
    }

    /// With one that is there from `now` on, and turned out to be of this type.
    #[must_use]
    pub fn finish(&self, id: AttachmentId, media_type: MediaType, now: Timestamp) -> Self {
        let mut next = self.clone();
        for file in next.files.iter_mut().filter(|file| file.attachment_id == id) {
            file.added_at = Some(now);
            file.media_type = media_type;
        }
        next
    }

    /// Without one.
    #[must_use]
    pub fn without(&self, id: AttachmentId) -> Self {
        let mut next = self.clone();
        next.files.retain(|file| file.attachment_id != id);
        next
    }
}

impl TicketState {
    /// Whether customers and agents may still add files, and take back what they added.
    pub fn takes_attachments(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::text::Spot;
    use crate::time::testing::Counting;

    fn name(raw: &str) -> Result<FileName, FileFault> {
        raw.to_owned().try_into()
    }

    fn media_type(raw: &str) -> Option<MediaType> {
        MediaType::of(&name(raw).unwrap())
    }

    #[test]
    fn names_have_no_path_and_an_ending_that_is_taken() {
        for (raw, expected) in [
            ("故障 照片.JPG", Some(MediaType::Jpeg)),
            ("a.tar.zip", Some(MediaType::Zip)),
            ("report.pdf", Some(MediaType::Pdf)),
            ("page.html", None),
            ("picture.svg", None),
            ("run.exe", None),
            ("png", None),
            ("a.png.", None),
        ] {
            assert_eq!(media_type(raw), expected, "{raw}");
        }
        assert_eq!(name("../a.png"), Err(FileFault::Path));
        assert_eq!(name("c:\\a.png"), Err(FileFault::Path));
        assert_eq!(
            name("a\u{202e}gnp.exe"),
            Err(FileFault::Text(TextFault::Forbidden { code: 0x202e, spot: Spot { line: 1, character: 2 } }))
        );
        assert_eq!(name(" "), Err(FileFault::Text(TextFault::Empty)));
    }

    #[test]
    fn sizes_end_at_20_mb() {
        assert_eq!(FileSize::try_from(0), Err(FileFault::Size));
        assert!(FileSize::try_from(1).is_ok() && FileSize::try_from(LONGEST).is_ok());
        assert_eq!(FileSize::try_from(LONGEST + 1), Err(FileFault::Size));
    }

    fn begun(entropy: &Counting, internal: bool, at: Timestamp) -> Attachment {
        Attachment {
            attachment_id: Id::new(at, entropy),
            name: name("a.png").unwrap(),
            media_type: MediaType::Png,
            size: FileSize(7),
            internal,
            author: Id::new(at, entropy),
            author_name: "Anna".to_owned().try_into().unwrap(),
            begun_at: at,
            added_at: None,
        }
    }

    // issue 4: up to 10; what was given up makes room
    #[test]
    fn ten_are_most_and_an_upload_holds_its_place_for_an_hour() {
        let (entropy, start) = (Counting::default(), Timestamp::UNIX_EPOCH);
        let mut files = Attachments::none(Id::new(start, &entropy), Id::new(start, &entropy));
        for _ in 0..MOST {
            files = files.begin(begun(&entropy, false, start)).unwrap();
        }
        assert_eq!(files.begin(begun(&entropy, false, start)), Err(TooMany));
        // staff have room of their own
        let with_note = files.begin(begun(&entropy, true, start)).unwrap();
        assert_eq!(with_note.files.len(), MOST + 1);
        let first = files.files[0].attachment_id;
        files = files.finish(first, MediaType::Heic, start);
        assert_eq!(files.added(false).map(|file| file.media_type).collect::<Vec<_>>(), [MediaType::Heic]);
        let later = files.begin(begun(&entropy, false, start + UPLOAD_TIME)).unwrap();
        assert_eq!(later.files.len(), 2);
        assert!(later.find(first).is_some());
        assert_eq!(later.without(first).files.len(), 1);
    }

    #[test]
    fn what_is_for_staff_is_not_shown_to_customers() {
        let (entropy, start) = (Counting::default(), Timestamp::UNIX_EPOCH);
        let note = begun(&entropy, true, start);
        let id = note.attachment_id;
        let files =
            Attachments::none(Id::new(start, &entropy), Id::new(start, &entropy)).begin(note).unwrap().finish(id, MediaType::Png, start);
        assert_eq!((files.added(true).count(), files.added(false).count()), (1, 0));
    }
}
