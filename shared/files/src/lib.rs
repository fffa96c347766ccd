//! The files of attachments in S3. The only crate that names `aws-sdk-s3`.
//!
//! A file has two places. Whoever adds it may write below `incoming/`, for a quarter of an hour, by a link that
//! holds for exactly the size and type that he named. What was looked at and found right is copied to
//! `attachments/`, where nobody but functions can write, so that it stays what it was when it was looked at.
//! What is left below `incoming/` goes with the sweep, or with the bucket's lifecycle rule.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::MetadataDirective;
use foyer_domain::id::{AttachmentId, TenantId, TicketId};
use foyer_domain::tickets::Attachment;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The bucket.
#[derive(Debug, Clone)]
pub struct Files {
    client: Client,
    bucket: String,
}

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The ticket or draft.
    pub ticket_id: TicketId,
    /// The attachment.
    pub attachment_id: AttachmentId,
}

/// A request that uploads one file: a PUT that nobody has to sign any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRequest {
    /// Where to.
    pub url: String,
    /// The headers that it needs, beside the length that every client sends by itself.
    pub headers: BTreeMap<String, String>,
}

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// How long it is, in bytes.
    pub size: u64,
    /// How it begins.
    pub head: Vec<u8>,
    /// What it is as it was read: any other content has another tag.
    pub tag: String,
}

/// S3 did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("S3: {0}")]
pub struct FilesError(String);

impl Place {
    fn incoming(&self) -> String {
        format!("incoming/{}/{}/{}", self.tenant_id, self.ticket_id, self.attachment_id)
    }

    fn kept(&self) -> String {
        format!("attachments/{}/{}/{}", self.tenant_id, self.ticket_id, self.attachment_id)
    }
}

impl Files {
    /// The bucket of this name. No call is made.
    pub fn connect(config: &aws_types::SdkConfig, bucket: String) -> Self {
        // A checksum in a link would be that of nothing; TLS and the copy by tag protect what is read.
        let config = Builder::from(config)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .disable_s3_express_session_auth(true)
            .build();
        Self { client: Client::from_conf(config), bucket }
    }

    /// A request that uploads `file`, of its size and type and no other; it can be sent for as long as `valid`.
    pub async fn upload_request(&self, place: Place, file: &Attachment, valid: Duration) -> Result<UploadRequest, FilesError> {
        let put = self.client.put_object().bucket(&self.bucket).key(place.incoming()).content_type(file.media_type.as_str());
        let put = put.content_length(i64::try_from(u64::from(file.size)).map_err(other)?);
        let signed = put.presigned(PresigningConfig::expires_in(valid).map_err(other)?).await.map_err(failed)?;
        let sent = signed.headers().filter(|(name, _)| !matches!(*name, "host" | "content-length"));
        let headers = sent.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(UploadRequest { url: signed.uri().to_owned(), headers })
    }

    /// What was uploaded, with its first `length` bytes; `None` if nothing was.
    pub async fn uploaded(&self, place: Place, length: u64) -> Result<Option<Uploaded>, FilesError> {
        let range = format!("bytes=0-{}", length.saturating_sub(1));
        let answer = match self.client.get_object().bucket(&self.bucket).key(place.incoming()).range(range).send().await {
            Ok(answer) => answer,
            Err(error) if matches!(error.code(), Some("NoSuchKey" | "InvalidRange")) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        // "bytes 0-16383/20971520"
        let whole = answer.content_range().and_then(|range| range.rsplit_once('/')?.1.parse().ok());
        let tag = answer.e_tag().unwrap_or_default().to_owned();
        let head = answer.body.collect().await.map_err(other)?.to_vec();
        Ok(Some(Uploaded { size: whole.unwrap_or(head.len() as u64), head, tag }))
    }

    /// Keeps what was uploaded and looked at, under its name and type; `false` if it is not what it was any more.
    pub async fn keep(&self, place: Place, file: &Attachment, uploaded: &Uploaded) -> Result<bool, FilesError> {
        let copy = self
            .client
            .copy_object()
            .bucket(&self.bucket)
            .key(place.kept())
            .copy_source(format!("{}/{}", self.bucket, place.incoming()))
            .copy_source_if_match(&uploaded.tag)
            .metadata_directive(MetadataDirective::Replace)
            .content_type(file.media_type.as_str())
            .content_disposition(disposition(file.name.as_str()));
        match copy.send().await {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.code(), Some("PreconditionFailed" | "NoSuchKey")) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// A link that downloads a file that is kept, for as long as `valid`.
    pub async fn download_link(&self, place: Place, valid: Duration) -> Result<String, FilesError> {
        let get = self.client.get_object().bucket(&self.bucket).key(place.kept());
        let signed = get.presigned(PresigningConfig::expires_in(valid).map_err(other)?).await.map_err(failed)?;
        Ok(signed.uri().to_owned())
    }

    /// Removes what was uploaded, and what is kept of it unless it is an `attachment`. Removing it twice is no error.
    pub async fn remove(&self, place: Place, attachment: bool) -> Result<(), FilesError> {
        let kept = (!attachment).then(|| place.kept());
        for key in [Some(place.incoming()), kept].into_iter().flatten() {
            self.client.delete_object().bucket(&self.bucket).key(key).send().await.map_err(failed)?;
        }
        Ok(())
    }
}

/// Browsers save it, and show nothing of it; under its name, or where they cannot read that, under one like it.
fn disposition(name: &str) -> String {
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');
    let like: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' }).collect();
    format!("attachment; filename=\"{like}\"; filename*=UTF-8''{}", utf8_percent_encode(name, PLAIN))
}

fn failed<E: std::error::Error + ProvideErrorMetadata + 'static>(error: SdkError<E>) -> FilesError {
    FilesError(DisplayErrorContext(error).to_string())
}

fn other(error: impl std::fmt::Display) -> FilesError {
    FilesError(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_in_full_and_breaks_out_of_no_header() {
        assert_eq!(
            disposition("故障 \"1\"; x=y\r\n.png"),
            "attachment; filename=\"__ _1__ x_y__.png\"; filename*=UTF-8''%E6%95%85%E9%9A%9C%20%221%22%3B%20x%3Dy%0D%0A.png"
        );
    }
}
